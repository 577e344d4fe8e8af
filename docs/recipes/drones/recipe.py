import pandas as pd

events = pd.read_parquet("events_wide.parquet")
drones = events[(events["event_type"] == "drone") & events["target_type"].isin(["foreign_forces", "diplomatic"])]
drones = drones.assign(year=pd.to_datetime(drones["date_earliest"]).dt.year)
told = drones[(drones["launched_best"] > 0) & drones["intercepted_best"].notna()].groupby("year")

answer = pd.DataFrame({"attacks": drones.groupby("year").size(), "tell_both": told.size()}).fillna({"tell_both": 0})
answer["launched"] = told["launched_best"].sum()
answer["intercepted"] = told["intercepted_best"].sum()
answer["per_cent"] = (100 * answer["intercepted"] / answer["launched"]).round(1)
answer = answer.reset_index()
