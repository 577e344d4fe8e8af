import pandas as pd

events = pd.read_parquet("events_wide.parquet")
answer = (
    events.groupby("location_precision")
    .agg(events=("event_id", "size"), at_a_named_site=("site", "count"), with_a_point=("latitude", "count"))
    .reset_index()
    .sort_values(["events", "location_precision"], ascending=[False, True])
)
answer["per_cent_with_a_point"] = (100 * answer["with_a_point"] / answer["events"]).round(1)
