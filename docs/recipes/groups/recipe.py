import pandas as pd

events = pd.read_parquet("events_wide.parquet")
responsibility = pd.read_parquet("responsibility.parquet")

claims = responsibility[(responsibility["relation"] == "claimed_by") & responsibility["actor"].notna()]
claimed = claims[["event_id", "actor"]].drop_duplicates().merge(events, on="event_id")
answer = (
    claimed.assign(
        drone=claimed["event_type"] == "drone",
        rocket=claimed["event_type"] == "rocket",
        other=~claimed["event_type"].isin(["drone", "rocket"]),
        claimed_only=claimed["occurrence"] == "claimed_only",
    )
    .groupby("actor")
    .agg(
        events=("event_id", "size"), drone=("drone", "sum"), rocket=("rocket", "sum"), other=("other", "sum"),
        claimed_only=("claimed_only", "sum"), first=("date_earliest", "min"), last=("date_earliest", "max"),
    )
    .rename_axis("claimant")
    .reset_index()
    .sort_values(["events", "claimant"], ascending=[False, True])
    .head(12)
)
