import pandas as pd

events = pd.read_parquet("events_wide.parquet")
number = events["independent_sources"].astype(str).where(events["independent_sources"] < 5, "5 or more")
kinds = pd.crosstab(number, events["occurrence"]).reindex(columns=["confirmed", "probable", "claimed_only", "disputed"], fill_value=0)
kinds.insert(0, "events", kinds.sum(axis="columns"))
answer = kinds.rename_axis(index="independent_sources", columns=None).reset_index()
