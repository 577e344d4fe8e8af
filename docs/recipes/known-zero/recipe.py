import pandas as pd

events = pd.read_parquet("events_wide.parquet")
answer = (
    events.assign(killed=events["killed_state"].fillna("unknown"), injured=events["injured_state"].fillna("unknown"))
    .groupby(["killed", "injured"])
    .size()
    .rename("events")
    .reset_index()
    .sort_values(["events", "killed", "injured"], ascending=[False, True, True])
)
