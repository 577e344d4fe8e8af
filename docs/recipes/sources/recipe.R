library(dplyr)

sources <- read.csv("sources.csv", na.strings = "")
claims <- read.csv("claims.csv", na.strings = "")

events <- claims |>
  filter(standing %in% c("preferred", "accepted")) |>
  inner_join(sources, by = "source_id") |>
  group_by(source_kind) |>
  summarise(events = n_distinct(event_id))

answer <- sources |>
  group_by(source_kind) |>
  summarise(
    sources = n(),
    publishers = n_distinct(publisher, na.rm = TRUE),
    english = sum(language == "en", na.rm = TRUE),
    arabic = sum(language == "ar", na.rm = TRUE),
    other_languages = sum(!is.na(language) & !language %in% c("en", "ar"))
  ) |>
  left_join(events, by = "source_kind") |>
  mutate(events = coalesce(events, 0L)) |>
  arrange(desc(sources), source_kind)
