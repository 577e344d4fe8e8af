import pandas as pd

events = pd.read_parquet("events_wide.parquet")
claims = pd.read_parquet("claims.parquet")
actors = pd.read_parquet("actors.parquet").set_index("actor_id")["name"]


def says(claim):
    if claim["state"] != "counted":
        return claim["state"]  # none or some
    low, high = claim["value_min"], claim["value_max"]
    if pd.isna(high):
        return f"at least {low:.0f}"
    if pd.isna(low):
        return f"at most {high:.0f}"
    return f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}"


stand = claims[claims["standing"].isin(["preferred", "accepted"]) & claims["field"].isin(["killed", "injured"])]
figures = (
    stand.assign(says=stand.apply(says, axis="columns"), whose=stand["qualifier"].map(actors))
    .groupby(["event_id", "field", "whose"], dropna=False)["says"]
    .agg(versions="nunique", says=lambda versions: "; ".join(sorted(set(versions))))
    .reset_index()
)
answer = (
    figures[figures["versions"] > 1]
    .merge(events[["event_id", "date_earliest", "site"]], on="event_id")
    [["date_earliest", "site", "field", "whose", "versions", "says"]]
    .sort_values(["date_earliest", "site", "field", "whose", "says"], ascending=[False, True, True, True, True])
    .head(15)
)
