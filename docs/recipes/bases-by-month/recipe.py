import pandas as pd

events = pd.read_parquet("events_wide.parquet")
day = pd.to_datetime(events["date_earliest"])
attacks = events[(events["target_type"] == "foreign_forces") & day.between("2023-10-01", "2024-02-29")]
attacks = attacks.assign(month=day.dt.strftime("%Y-%m"), attacks=attacks["composite_count"].fillna(1).astype(int))

table = attacks.pivot_table(index="site", columns="month", values="attacks", aggfunc="sum", fill_value=0)
bases = table.sum(axis="columns").sort_values(ascending=False, kind="stable").head(5).index
answer = table.loc[sorted(bases)].stack().rename("attacks").reset_index()
