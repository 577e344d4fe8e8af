import pandas as pd

events = pd.read_parquet("events_wide.parquet")
attacks = events[
    events["target_type"].isin(["foreign_forces", "diplomatic"])
    & events["event_type"].isin(["drone", "rocket", "missile", "mixed"])
]
launched = attacks[attacks["launched_best"] > 0]
told = launched[launched["intercepted_best"].notna()]


def share(rows):
    numbers = rows.groupby("event_type")[["intercepted_best", "launched_best"]].sum()
    return (100 * numbers["intercepted_best"] / numbers["launched_best"]).round(1)


by_kind = attacks.groupby("event_type")["intercepted_state"]
answer = (
    pd.DataFrame({
        "attacks": by_kind.size(),
        "not_said": by_kind.agg(lambda state: state.isna().sum()),  # silence is not none
        "none": by_kind.agg(lambda state: (state == "none").sum()),
        "some": by_kind.agg(lambda state: (state == "some").sum()),
        "counted": by_kind.agg(lambda state: (state == "counted").sum()),
        "per_cent_where_told": share(told),
        "per_cent_if_silence_is_none": share(launched),
    })
    .reset_index()
    .sort_values(["attacks", "event_type"], ascending=[False, True])
)
