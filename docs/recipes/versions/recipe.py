import pandas as pd

events = pd.read_parquet("events_wide.parquet")
claims = pd.read_parquet("claims.parquet")
sources = pd.read_parquet("sources.parquet")
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


here = (events["site"] == "Baghdad Diplomatic Support Center") & (events["date_earliest"].astype(str) == "2023-10-20")
told = claims[claims["event_id"].isin(events.loc[here, "event_id"]) & claims["field"].isin(["launched", "intercepted", "impacted"])]
told = told.merge(sources[["source_id", "publisher", "published"]], on="source_id")
answer = (
    told.assign(says=told.apply(says, axis="columns"), asserter=told["asserter_id"].map(actors))
    [["field", "says", "asserter", "publisher", "published", "standing"]]
    .sort_values(["field", "says", "asserter", "publisher", "published"])
)
