library(dplyr)

events <- read.csv("events.csv", na.strings = "")
links <- read.csv("links.csv", na.strings = "")
day <- setNames(as.Date(events$date_earliest), events$event_id)

answer <- links |>
  filter(link_type == "answer_to") |>
  group_by(event_id) |>
  # A strike may answer several attacks: the last of them counts.
  summarise(days = as.integer(min(day[event_id] - day[other_event_id]))) |>
  count(days, name = "strikes") |>
  mutate(within = round(100 * cumsum(strikes) / sum(strikes), 1))
