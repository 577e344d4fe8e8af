import pandas as pd

events = pd.read_parquet("events_wide.parquet")
events["place"] = events["site"].fillna(events["admin1"]).fillna(events["country"])
links = pd.read_parquet("links.parquet")

# The event of the link is the answer, the other event is the attack that it answers.
answers = (
    links[links["link_type"] == "answer_to"]
    .merge(events, on="event_id")
    .merge(events, left_on="other_event_id", right_on="event_id", suffixes=("_answer", "_attack"))
)
dates = answers[["date_earliest_answer", "date_earliest_attack"]].apply(pd.to_datetime)
answer = (
    answers.assign(days=(dates["date_earliest_answer"] - dates["date_earliest_attack"]).dt.days)
    .rename(columns={"date_earliest_answer": "date_answered", "place_answer": "answer_at", "place_attack": "attack_at"})
    [["days", "date_answered", "answer_at", "attack_at", "basis"]]
    .sort_values(["date_answered", "answer_at", "attack_at", "days", "basis"], ascending=[False, True, True, True, True])
    .head(15)
)
