import pandas as pd

events = pd.read_parquet("events_wide.parquet")
responsibility = pd.read_parquet("responsibility.parquet")
nobody = set(responsibility.query("relation == 'claimed_by' and state == 'none'")["event_id"])


def names(cell):
    return set() if pd.isna(cell) else set(cell.split("; "))


def who(event):
    claimed, attributed = names(event["claimed_by"]), names(event["attributed_to"])
    if claimed and attributed:
        return "claimed, and attributed to the same" if claimed & attributed else "claimed, and attributed to others"
    if claimed or attributed:
        return "claimed only" if claimed else "attributed only"
    return "a source says that nobody claimed it" if event["event_id"] in nobody else "nothing said"


attacks = events[events["target_type"] == "foreign_forces"]
answer = attacks.apply(who, axis="columns").value_counts().rename_axis("responsibility").rename("attacks").reset_index()
answer["per_cent"] = (100 * answer["attacks"] / len(attacks)).round(1)
answer = answer.sort_values(["attacks", "responsibility"], ascending=[False, True])
