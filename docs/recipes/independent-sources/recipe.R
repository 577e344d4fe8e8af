library(dplyr)

# An empty cell is a value that nobody gives; it is not zero.
events <- read.csv("events_wide.csv", na.strings = "")

answer <- events |>
  mutate(independent_sources = ifelse(independent_sources >= 5, "5 or more", as.character(independent_sources))) |>
  group_by(independent_sources) |>
  summarise(
    events = n(),
    confirmed = sum(occurrence == "confirmed"),
    probable = sum(occurrence == "probable"),
    claimed_only = sum(occurrence == "claimed_only"),
    disputed = sum(occurrence == "disputed")
  ) |>
  arrange(independent_sources)
