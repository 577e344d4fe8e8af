import pandas as pd

events = pd.read_parquet("events_wide.parquet")
day = pd.to_datetime(events["date_earliest"])
campaign = events[(events["target_type"] == "foreign_forces") & day.between("2023-10-01", "2024-02-29")]

# A row may stand for several attacks.
attacks = campaign["composite_count"].fillna(1).astype(int)
answer = (
    campaign.assign(
        month=day.dt.strftime("%Y-%m"),
        attacks=attacks,
        claimed_only=attacks.where(campaign["occurrence"] == "claimed_only", 0),
    )
    .groupby(["month", "country"], as_index=False)[["attacks", "claimed_only"]]
    .sum()
)
