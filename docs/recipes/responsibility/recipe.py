import pandas as pd

responsibility = pd.read_parquet("responsibility.parquet").fillna({"actor": "nobody", "strength": ""})

answer = (
    responsibility.groupby(["relation", "actor", "strength"])["event_id"]
    .nunique()
    .rename("events")
    .reset_index()
    .sort_values(["events", "relation", "actor", "strength"], ascending=[False, True, True, True])
    .head(20)
)
