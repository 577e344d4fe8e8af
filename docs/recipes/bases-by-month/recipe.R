library(dplyr)

# An empty cell is a value that nobody gives; it is not zero.
events <- read.csv("events_wide.csv", na.strings = "")

attacks <- events |>
  filter(target_type == "foreign_forces", !is.na(site), date_earliest >= "2023-10-01", date_earliest <= "2024-02-29") |>
  mutate(month = substr(date_earliest, 1, 7), number = coalesce(composite_count, 1))

bases <- attacks |>
  count(site, wt = number) |>
  arrange(desc(n), site) |>
  head(5)

# xtabs has a cell for every site in every month, zero where nothing is coded.
answer <- xtabs(number ~ site + month, attacks) |>
  as.data.frame(responseName = "attacks", stringsAsFactors = FALSE) |>
  filter(site %in% bases$site) |>
  arrange(site, month)
