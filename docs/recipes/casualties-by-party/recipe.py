import pandas as pd

casualties = pd.read_parquet("casualties.parquet").rename(columns={"actor": "party"})

# An upper bound is missing where it is open; then the sum has none either.
bounds = casualties.groupby(["party", "outcome"]).agg(
    at_least=("min", lambda low: low.sum(min_count=1)),
    at_most=("max", lambda high: high.sum(skipna=False)),
).unstack()
answer = pd.DataFrame({
    "events": casualties.groupby("party")["event_id"].nunique(),
    "killed_at_least": bounds["at_least", "killed"],
    "killed_at_most": bounds["at_most", "killed"],
    "injured_at_least": bounds["at_least", "injured"],
    "injured_at_most": bounds["at_most", "injured"],
})
most = answer["killed_at_least"].fillna(0) + answer["injured_at_least"].fillna(0)
answer = answer.loc[most.sort_values(ascending=False, kind="stable").head(12).index].reset_index()
