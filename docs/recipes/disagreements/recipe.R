library(dplyr)

# An empty cell is a value that nobody gives; it is not zero.
events <- read.csv("events_wide.csv", na.strings = "")
claims <- read.csv("claims.csv", na.strings = "")
actors <- read.csv("actors.csv", na.strings = "")

answer <- claims |>
  filter(standing %in% c("preferred", "accepted"), field %in% c("killed", "injured")) |>
  mutate(
    says = case_when(
      state != "counted" ~ state, # none or some
      is.na(value_max) ~ paste("at least", value_min),
      is.na(value_min) ~ paste("at most", value_max),
      value_min == value_max ~ as.character(value_min),
      TRUE ~ paste(value_min, "to", value_max)
    ),
    whose = actors$name[match(qualifier, actors$actor_id)]
  ) |>
  group_by(event_id, field, whose) |>
  summarise(versions = n_distinct(says), says = paste(sort(unique(says)), collapse = "; "), .groups = "drop") |>
  filter(versions > 1) |>
  inner_join(select(events, event_id, date_earliest, site), by = "event_id") |>
  select(date_earliest, site, field, whose, versions, says) |>
  arrange(desc(date_earliest), site, field, whose, says) |>
  head(15)
