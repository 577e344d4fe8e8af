library(dplyr)

events <- read.csv("events.csv", na.strings = "")
tallies <- read.csv("tallies.csv", na.strings = "")

attacks <- events |>
  filter(target_type == "foreign_forces", occurrence != "disputed", country %in% c("IQ", "SY", "JO")) |>
  mutate(number = coalesce(composite_count, 1)) # a row may stand for several attacks

answer <- tallies |>
  filter(
    counter_id == "ac-pentagon", counted == "attacks",
    standing %in% c("preferred", "accepted"), since == "2023-10-17"
  ) |>
  distinct(since, as_of, total = total_min) |>
  rowwise() |>
  mutate(
    coded = with(attacks, sum(number[date_earliest >= since & date_earliest <= as_of])),
    claimed_only = with(attacks, sum(number[date_earliest >= since & date_earliest <= as_of & occurrence == "claimed_only"])),
    per_cent = round(100 * coded / total, 1)
  ) |>
  ungroup() |>
  select(-since) |>
  arrange(as_of, total)
