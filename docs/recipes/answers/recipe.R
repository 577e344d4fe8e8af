library(dplyr)

# An empty cell is a value that nobody gives; it is not zero.
events <- read.csv("events_wide.csv", na.strings = "")
events <- mutate(events, place = coalesce(site, admin1, country))
links <- read.csv("links.csv", na.strings = "")

# The event of the link is the answer, the other event is the attack that it answers.
answer <- links |>
  filter(link_type == "answer_to") |>
  inner_join(select(events, event_id, date_answered = date_earliest, answer_at = place), by = "event_id") |>
  inner_join(select(events, event_id, date_attacked = date_earliest, attack_at = place), by = c(other_event_id = "event_id")) |>
  mutate(days = as.integer(as.Date(date_answered) - as.Date(date_attacked))) |>
  select(days, date_answered, answer_at, attack_at, basis) |>
  arrange(desc(date_answered), answer_at, attack_at, days, basis) |>
  head(15)
