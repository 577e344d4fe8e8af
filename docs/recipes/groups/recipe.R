library(dplyr)

# An empty cell is a value that nobody gives; it is not zero.
events <- read.csv("events_wide.csv", na.strings = "")
responsibility <- read.csv("responsibility.csv", na.strings = "")

answer <- responsibility |>
  filter(relation == "claimed_by", !is.na(actor)) |>
  distinct(event_id, claimant = actor) |>
  inner_join(events, by = "event_id") |>
  group_by(claimant) |>
  summarise(
    events = n(),
    drone = sum(event_type == "drone"),
    rocket = sum(event_type == "rocket"),
    other = sum(!event_type %in% c("drone", "rocket")),
    claimed_only = sum(occurrence == "claimed_only"),
    first = min(date_earliest),
    last = max(date_earliest)
  ) |>
  arrange(desc(events), claimant) |>
  head(12)
