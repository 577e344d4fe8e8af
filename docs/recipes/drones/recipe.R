library(dplyr)

# An empty cell is a value that nobody gives; it is not zero.
events <- read.csv("events_wide.csv", na.strings = "")

answer <- events |>
  filter(event_type == "drone", target_type %in% c("foreign_forces", "diplomatic")) |>
  mutate(year = as.integer(substr(date_earliest, 1, 4)), told = coalesce(launched_best > 0, FALSE) & !is.na(intercepted_best)) |>
  group_by(year) |>
  summarise(
    attacks = n(),
    tell_both = sum(told),
    launched = if (any(told)) sum(launched_best[told]) else NA,
    intercepted = if (any(told)) sum(intercepted_best[told]) else NA
  ) |>
  mutate(per_cent = round(100 * intercepted / launched, 1))
