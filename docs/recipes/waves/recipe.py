import pandas as pd

events = pd.read_parquet("events_wide.parquet")
links = pd.read_parquet("links.parquet")
ties = links.loc[links["link_type"] == "same_wave", ["event_id", "other_event_id"]].to_numpy()

# Each event begins as a wave of its own; ties merge waves until nothing changes. A wave goes by the first of its ids.
wave = {event: event for event in ties.ravel()}
while any(wave[one] != wave[other] for one, other in ties):
    for one, other in ties:
        wave[one] = wave[other] = min(wave[one], wave[other])

answer = (
    events.assign(wave=events["event_id"].map(wave))
    .groupby("wave")
    .agg(
        first_day=("date_earliest", "min"), last_day=("date_latest", "max"),
        events=("event_id", "size"), sites=("site", "nunique"),
        countries=("country", lambda codes: " ".join(sorted(set(codes)))),
    )
    .reset_index()
    .sort_values(["events", "first_day", "wave"], ascending=[False, True, True])
    .head(15)
)
