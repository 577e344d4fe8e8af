library(dplyr)

responsibility <- read.csv("responsibility.csv", na.strings = "")

answer <- responsibility |>
  mutate(actor = coalesce(actor, "nobody"), strength = coalesce(strength, "")) |>
  group_by(relation, actor, strength) |>
  summarise(events = n_distinct(event_id), .groups = "drop") |>
  arrange(desc(events), relation, actor, strength) |>
  head(20)
