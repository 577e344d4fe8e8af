library(dplyr)

# An empty cell is a value that nobody gives; it is not zero.
events <- read.csv("events_wide.csv", na.strings = "")

answer <- events |>
  group_by(location_precision) |>
  summarise(events = n(), at_a_named_site = sum(!is.na(site)), with_a_point = sum(!is.na(latitude))) |>
  mutate(per_cent_with_a_point = round(100 * with_a_point / events, 1)) |>
  arrange(desc(events), location_precision)
