library(dplyr)

# An empty cell is a value that nobody gives; it is not zero.
events <- read.csv("events_wide.csv", na.strings = "")

answer <- events |>
  filter(target_type %in% c("foreign_forces", "diplomatic")) |>
  mutate(
    year = as.integer(substr(date_earliest, 1, 4)),
    means = ifelse(event_type %in% c("drone", "rocket"), event_type, "other")
  ) |>
  count(year, means, name = "attacks") |>
  group_by(year) |>
  mutate(per_cent = round(100 * attacks / sum(attacks), 1)) |>
  ungroup() |>
  arrange(year, means)
