library(dplyr)

# An empty cell is a value that nobody gives; it is not zero.
events <- read.csv("events_wide.csv", na.strings = "")
claims <- read.csv("claims.csv", na.strings = "")
sources <- read.csv("sources.csv", na.strings = "")
actors <- read.csv("actors.csv", na.strings = "")

here <- filter(events, site == "Baghdad Diplomatic Support Center", date_earliest == "2023-10-20")

answer <- claims |>
  filter(event_id %in% here$event_id, field %in% c("launched", "intercepted", "impacted")) |>
  left_join(select(sources, source_id, publisher, published), by = "source_id") |>
  mutate(
    says = case_when(
      state != "counted" ~ state, # none or some
      is.na(value_max) ~ paste("at least", value_min),
      is.na(value_min) ~ paste("at most", value_max),
      value_min == value_max ~ as.character(value_min),
      TRUE ~ paste(value_min, "to", value_max)
    ),
    asserter = actors$name[match(asserter_id, actors$actor_id)]
  ) |>
  select(field, says, asserter, publisher, published, standing) |>
  arrange(field, says, asserter, publisher, published)
