library(dplyr)

# An empty cell is a value that nobody gives; it is not zero.
events <- read.csv("events_wide.csv", na.strings = "")
responsibility <- read.csv("responsibility.csv", na.strings = "")
nobody <- filter(responsibility, relation == "claimed_by", state == "none")$event_id

share_a_name <- function(one, other) {
  mapply(\(a, b) length(intersect(a, b)) > 0, strsplit(one, "; "), strsplit(other, "; "))
}

answer <- events |>
  filter(target_type == "foreign_forces") |>
  mutate(
    claimed = !is.na(claimed_by), attributed = !is.na(attributed_to),
    responsibility = case_when(
      claimed & attributed & share_a_name(claimed_by, attributed_to) ~ "claimed, and attributed to the same",
      claimed & attributed ~ "claimed, and attributed to others",
      claimed ~ "claimed only",
      attributed ~ "attributed only",
      event_id %in% nobody ~ "a source says that nobody claimed it",
      TRUE ~ "nothing said"
    )
  ) |>
  count(responsibility, name = "attacks") |>
  mutate(per_cent = round(100 * attacks / sum(attacks), 1)) |>
  arrange(desc(attacks), responsibility)
