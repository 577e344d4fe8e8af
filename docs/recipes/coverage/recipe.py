import pandas as pd

events = pd.read_parquet("events.parquet")
tallies = pd.read_parquet("tallies.parquet")

totals = tallies[
    (tallies["counter_id"] == "ac-pentagon") & (tallies["counted"] == "attacks")
    & tallies["standing"].isin(["preferred", "accepted"]) & (tallies["since"].astype(str) == "2023-10-17")
]
attacks = events[
    (events["target_type"] == "foreign_forces") & (events["occurrence"] != "disputed") & events["country"].isin(["IQ", "SY", "JO"])
]
number = attacks["composite_count"].fillna(1)  # a row may stand for several attacks

rows = []
for total in totals.itertuples():
    within = (attacks["date_earliest"] >= total.since) & (attacks["date_earliest"] <= total.as_of)
    rows.append({
        "as_of": total.as_of,
        "total": total.total_min,
        "coded": number[within].sum(),
        "claimed_only": number[within & (attacks["occurrence"] == "claimed_only")].sum(),
    })
answer = pd.DataFrame(rows).drop_duplicates().sort_values(["as_of", "total"])
answer["per_cent"] = (100 * answer["coded"] / answer["total"]).round(1)
