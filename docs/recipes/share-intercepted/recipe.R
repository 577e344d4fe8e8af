library(dplyr)

# An empty cell is a value that nobody gives; it is not zero.
events <- read.csv("events_wide.csv", na.strings = "")

answer <- events |>
  filter(target_type %in% c("foreign_forces", "diplomatic"), event_type %in% c("drone", "rocket", "missile", "mixed")) |>
  mutate(told = launched_best > 0 & !is.na(intercepted_best) & !is.na(launched_best)) |>
  group_by(event_type) |>
  summarise(
    attacks = n(),
    not_said = sum(is.na(intercepted_state)),
    none = sum(intercepted_state == "none", na.rm = TRUE),
    some = sum(intercepted_state == "some", na.rm = TRUE),
    counted = sum(intercepted_state == "counted", na.rm = TRUE),
    per_cent_where_told = round(100 * sum(intercepted_best[told]) / sum(launched_best[told]), 1),
    per_cent_if_silence_is_none =
      round(100 * sum(intercepted_best[which(launched_best > 0)], na.rm = TRUE) / sum(launched_best, na.rm = TRUE), 1)
  ) |>
  arrange(desc(attacks), event_type)
