import pandas as pd

links = pd.read_parquet("links.parquet")
days = pd.to_datetime(pd.read_parquet("events.parquet").set_index("event_id")["date_earliest"])

answers = links[links["link_type"] == "answer_to"]
elapsed = (answers["event_id"].map(days) - answers["other_event_id"].map(days)).dt.days
# A strike may answer several attacks: the last of them counts.
soonest = elapsed.groupby(answers["event_id"]).min()
answer = soonest.value_counts().sort_index().rename_axis("days").rename("strikes").reset_index()
answer["within"] = (100 * answer["strikes"].cumsum() / answer["strikes"].sum()).round(1)
