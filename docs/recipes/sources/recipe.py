import pandas as pd

sources = pd.read_parquet("sources.parquet")
claims = pd.read_parquet("claims.parquet")

stand = claims[claims["standing"].isin(["preferred", "accepted"])].merge(sources, on="source_id")
kinds = sources.assign(
    english=sources["language"] == "en",
    arabic=sources["language"] == "ar",
    other_languages=sources["language"].notna() & ~sources["language"].isin(["en", "ar"]),
).groupby("source_kind")
answer = kinds.agg(
    sources=("source_id", "size"), publishers=("publisher", "nunique"),
    english=("english", "sum"), arabic=("arabic", "sum"), other_languages=("other_languages", "sum"),
)
answer["events"] = stand.groupby("source_kind")["event_id"].nunique()
answer = answer.fillna({"events": 0}).reset_index().sort_values(["sources", "source_kind"], ascending=[False, True])
