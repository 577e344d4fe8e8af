library(dplyr)

# An empty cell is a value that nobody gives; it is not zero.
events <- read.csv("events_wide.csv", na.strings = "")

answer <- events |>
  mutate(killed = coalesce(killed_state, "unknown"), injured = coalesce(injured_state, "unknown")) |>
  count(killed, injured, name = "events") |>
  arrange(desc(events), killed, injured)
