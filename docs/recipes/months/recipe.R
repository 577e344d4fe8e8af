library(dplyr)

# An empty cell is a value that nobody gives; it is not zero.
events <- read.csv("events_wide.csv", na.strings = "")

answer <- events |>
  filter(target_type == "foreign_forces", date_earliest >= "2023-10-01", date_earliest <= "2024-02-29") |>
  # A row may stand for several attacks.
  mutate(month = substr(date_earliest, 1, 7), number = coalesce(composite_count, 1)) |>
  group_by(month, country) |>
  summarise(attacks = sum(number), claimed_only = sum(number[occurrence == "claimed_only"]), .groups = "drop") |>
  arrange(month, country)
