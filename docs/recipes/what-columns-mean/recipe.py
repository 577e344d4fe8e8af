import json
from pathlib import Path

import pandas as pd

claims = pd.read_parquet("claims.parquet")
package = json.loads(Path("datapackage.json").read_text(encoding="utf-8"))

[table] = [resource for resource in package["resources"] if resource["name"] == "claims"]
answer = pd.DataFrame(table["schema"]["fields"])[["name", "type", "description"]].rename(columns={"name": "column_name"})
filled = (100 * claims.notna().mean()).round(1)
answer.insert(2, "per_cent_filled", answer["column_name"].map(filled))
