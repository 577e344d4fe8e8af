import pandas as pd

events = pd.read_parquet("events_wide.parquet")
attacks = events[events["target_type"].isin(["foreign_forces", "diplomatic"])]
attacks = attacks.assign(
    year=pd.to_datetime(attacks["date_earliest"]).dt.year,
    means=attacks["event_type"].where(attacks["event_type"].isin(["drone", "rocket"]), "other"),
)
answer = attacks.groupby(["year", "means"]).size().rename("attacks").reset_index()
answer["per_cent"] = (100 * answer["attacks"] / answer.groupby("year")["attacks"].transform("sum")).round(1)
