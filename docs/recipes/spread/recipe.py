import pandas as pd

events = pd.read_parquet("events_wide.parquet")
told = events[events["independent_sources"] >= 2]

rows = []
for counted in ("launched", "intercepted", "impacted", "failed", "killed", "injured"):
    low, high = told[f"{counted}_min"], told[f"{counted}_max"]
    rows.append({
        "counted": counted,
        "events": low.notna().sum(),
        "agree": (low == high).sum(),
        "differ": (low < high).sum(),
        "no_upper_bound": (low.notna() & high.isna()).sum(),
        "widest": (high - low).max(),
    })
answer = pd.DataFrame(rows).sort_values(["events", "counted"], ascending=[False, True])
