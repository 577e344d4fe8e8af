library(dplyr)

casualties <- read.csv("casualties.csv", na.strings = "")

# An upper bound is missing where it is open; then the sum has none either.
at_least <- function(low) if (all(is.na(low))) NA else sum(low, na.rm = TRUE)
at_most <- function(high) if (length(high) == 0) NA else sum(high)

answer <- casualties |>
  filter(!is.na(actor)) |>
  group_by(party = actor) |>
  summarise(
    events = n_distinct(event_id),
    killed_at_least = at_least(min[outcome == "killed"]),
    killed_at_most = at_most(max[outcome == "killed"]),
    injured_at_least = at_least(min[outcome == "injured"]),
    injured_at_most = at_most(max[outcome == "injured"])
  ) |>
  arrange(desc(coalesce(killed_at_least, 0) + coalesce(injured_at_least, 0)), party) |>
  head(12)
