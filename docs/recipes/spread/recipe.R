library(dplyr)

# An empty cell is a value that nobody gives; it is not zero.
events <- read.csv("events_wide.csv", na.strings = "")
told <- filter(events, independent_sources >= 2)

spread <- function(counted) {
  low <- told[[paste0(counted, "_min")]]
  high <- told[[paste0(counted, "_max")]]
  data.frame(
    counted = counted,
    events = sum(!is.na(low)),
    agree = sum(low == high, na.rm = TRUE),
    differ = sum(low < high, na.rm = TRUE),
    no_upper_bound = sum(!is.na(low) & is.na(high)),
    widest = max(high - low, na.rm = TRUE)
  )
}

answer <- lapply(c("launched", "intercepted", "impacted", "failed", "killed", "injured"), spread) |>
  bind_rows() |>
  arrange(desc(events), counted)
