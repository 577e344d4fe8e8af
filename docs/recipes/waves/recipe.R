library(dplyr)

# An empty cell is a value that nobody gives; it is not zero.
events <- read.csv("events_wide.csv", na.strings = "")
links <- read.csv("links.csv", na.strings = "")
ties <- filter(links, link_type == "same_wave")

# Each event begins as a wave of its own; ties merge waves until nothing changes. A wave goes by the first of its ids.
ids <- unique(c(ties$event_id, ties$other_event_id))
wave <- setNames(ids, ids)
while (any(wave[ties$event_id] != wave[ties$other_event_id])) {
  for (i in seq_len(nrow(ties))) {
    pair <- c(ties$event_id[i], ties$other_event_id[i])
    wave[pair] <- min(wave[pair])
  }
}

answer <- events |>
  filter(event_id %in% ids) |>
  group_by(wave = unname(wave[event_id])) |>
  summarise(
    first_day = min(date_earliest),
    last_day = max(date_latest),
    events = n(),
    sites = n_distinct(site, na.rm = TRUE),
    countries = paste(sort(unique(country)), collapse = " ")
  ) |>
  arrange(desc(events), first_day, wave) |>
  head(15)
