library(jsonlite)

claims <- read.csv("claims.csv", na.strings = "")
package <- read_json("datapackage.json")

table <- Filter(\(resource) resource$name == "claims", package$resources)[[1]]
field <- function(f) {
  data.frame(
    column_name = f$name,
    type = f$type,
    per_cent_filled = round(100 * mean(!is.na(claims[[f$name]])), 1),
    description = f$description
  )
}
answer <- do.call(rbind, lapply(table$schema$fields, field))
