"""Made-up texts and candidates for the curator's desk, and a package without events to put them into."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from strikelog.canonical import format_table
from strikelog.package import load_package

REPOSITORY = Path(__file__).parents[1]
Made = dict[str, Any]

# Nothing in these happened.
FRENCH = (
    "Deux drones armés ont visé mardi la base d'Aïn al-Assad, dans l'ouest de l'Irak, a indiqué un responsable de la coalition.\n"
    "Les deux appareils ont été abattus et personne n'a été blessé, a-t-il ajouté.\n\n"
    "La veille, des roquettes étaient tombées sur Tell Zarqa, un village voisin. Un officier de police a parlé de trois morts, "
    "un médecin de cinq. Le groupe des Lions du Désert a revendiqué le tir.\n"
    "En riposte, l'armée américaine a bombardé mercredi une position près de Taji.\n"
    "Plus de quarante attaques ont été comptées depuis janvier, selon la coalition."
)
ARABIC = "قال مصدر أمني إن طائرتين مسيّرتين استهدفتا قاعدة عين الأسد يوم الثلاثاء.\nولم تقع إصابات."
HOSTILE = (
    "<script>window.struck = 1</script> <img src=x onerror='window.struck = 2'> fell on Taji on Tuesday.\n"
    '\u202egnihtyreve nrut\u202c and \u2066\u2067hide\u2069 the rest; javascript:window.struck=3 said "><svg/onload=window.struck=4>.'
)
TEXTS = {"one.txt": FRENCH, "two.txt": ARABIC, "three.txt": HOSTILE}
LANGUAGES = {"one.txt": "fr", "two.txt": "ar", "three.txt": "en"}

DRONES, VILLAGE, ANSWER, TOTAL, AGAIN, STRUCK = (f"ca-{n:016x}" for n in range(1, 7))


def spans(text: str, *words: str, basis: str = "stated", rule: str = "made.up_rule") -> list[Made]:
    """Evidence at the first place of each of these words."""
    found = []
    for word in words:
        at = text.index(word)
        found.append({"start": at, "end": at + len(word), "basis": basis, "rule": rule})
    return found


def source(name: str) -> Made:
    data = TEXTS[name].encode()
    return {
        "sha256": hashlib.sha256(data).hexdigest(),
        "published": "2022-03-10",
        "lang": LANGUAGES[name],
        "id": None,
        "url": None,
        "name": name,
        "chars": len(TEXTS[name]),
    }


def candidates() -> list[Made]:
    """Six candidates from three texts, in no order of certainty."""
    t = FRENCH
    common = {"kind": "event", "status": "asserted", "matches": []}
    drones = common | {
        "candidate_id": DRONES,
        "certainty": 0.9,
        "source": source("one.txt"),
        "event_type": "drone",
        "date_earliest": "2022-03-08",
        "date_latest": "2022-03-08",
        "date_precision": "day",
        "country": "IQ",
        "site_id": "st-ain-al-asad",
        "place": "Ain al-Asad",
        "place_text": "base d'Aïn al-Assad",
        "weapons": ["wp-armed-drone"],
        "targets": ["ac-international-coalition"],
        "launched": {"min": 2, "max": 2, "state": "counted", "evidence": spans(t, "Deux drones")},
        "intercepted": {
            "min": 2,
            "max": 2,
            "state": "counted",
            "asserter": "un responsable de la coalition",
            "asserter_id": "ac-coalition-official",
            "evidence": spans(t, "Les deux appareils"),
        },
        "injured": {
            "min": None,
            "max": None,
            "state": "none",
            "asserter": "un responsable de la coalition",
            "asserter_id": "ac-coalition-official",
            "evidence": spans(t, "personne n'a été blessé"),
        },
        "evidence": {
            "event_type": spans(t, "drones armés"),
            "date_earliest": spans(t, "mardi", basis="inferred", rule="date.weekday_before_publication"),
            "site_id": spans(t, "Aïn al-Assad"),
            "weapons": spans(t, "drones armés"),
            "targets": spans(t, "la coalition"),
        },
    }
    village = common | {
        "candidate_id": VILLAGE,
        "certainty": 0.35,
        "source": source("one.txt"),
        "event_type": "rocket",
        "date_earliest": "2022-03-07",
        "date_latest": "2022-03-07",
        "date_precision": "day",
        "country": "IQ",
        "site_id": None,
        "place": "Tell Zarqa",
        "place_text": "Tell Zarqa",
        "impacted": {"min": None, "max": None, "state": "some", "evidence": spans(t, "des roquettes")},
        "killed": {
            "min": 3,
            "max": 3,
            "state": "counted",
            "asserter": "Un officier de police",
            "asserter_id": None,
            "evidence": spans(t, "trois morts"),
            "alternatives": [
                {"min": 5, "max": 5, "state": "counted", "asserter": "un médecin", "asserter_id": None, "evidence": spans(t, "cinq")}
            ],
        },
        "claimed_by": [
            {
                "actor_id": None,
                "text": "Lions du Désert",
                "strength": None,
                "state": None,
                "asserter": None,
                "asserter_id": None,
                "evidence": spans(t, "Lions du Désert"),
            }
        ],
        "evidence": {
            "event_type": spans(t, "roquettes"),
            "date_earliest": spans(t, "La veille", basis="inferred", rule="date.day_before"),
            "place": spans(t, "Tell Zarqa"),
        },
    }
    answer = common | {
        "candidate_id": ANSWER,
        "certainty": 0.6,
        "source": source("one.txt"),
        "event_type": "air_strike",
        "date_earliest": "2022-03-09",
        "date_latest": "2022-03-09",
        "date_precision": "day",
        "country": "IQ",
        "site_id": None,
        "place": None,
        "place_text": "Taji",
        "answer_to": VILLAGE,
        "attributed_to": [
            {"actor_id": "ac-us-forces", "text": "l'armée américaine", "strength": "stated", "evidence": spans(t, "l'armée américaine")}
        ],
        "evidence": {
            "event_type": spans(t, "bombardé"),
            "date": spans(t, "mercredi"),
            "country": spans(t, "Irak"),
            "answer_to": spans(t, "En riposte"),
        },
    }
    total = {
        "candidate_id": TOTAL,
        "kind": "tally",
        "status": "aggregate",
        "certainty": 0.7,
        "source": source("one.txt"),
        "matches": [],
        "counted": "attacks",
        "total_min": 41,
        "total_max": None,
        "since": "2022-01-01",
        "as_of": "2022-03-10",
        "evidence": {"total_min": spans(t, "Plus de quarante attaques")},
    }
    again = common | {
        "candidate_id": AGAIN,
        "certainty": 0.6,
        "source": source("two.txt"),
        "event_type": "drone",
        "date_earliest": "2022-03-08",
        "date_latest": "2022-03-08",
        "date_precision": "day",
        "country": "IQ",
        "site_id": "st-ain-al-asad",
        "place": "Ain al-Asad",
        "place_text": "قاعدة عين الأسد",
        "injured": {"min": None, "max": None, "state": "none", "evidence": spans(ARABIC, "ولم تقع إصابات")},
        "evidence": {
            "event_type": spans(ARABIC, "طائرتين مسيّرتين"),
            "date": spans(ARABIC, "يوم الثلاثاء"),
            "site_id": spans(ARABIC, "قاعدة عين الأسد"),
            "country": spans(ARABIC, "عين"),
        },
    }
    struck = common | {
        "candidate_id": STRUCK,
        "certainty": 0.95,
        "source": source("three.txt") | {"url": "javascript:window.struck=5"},
        "event_type": "rocket",
        "date_earliest": "2022-03-08",
        "date_latest": "2022-03-08",
        "date_precision": "day",
        "country": "IQ",
        "place": "<b onclick=window.struck=6>Taji</b>",
        "place_text": "\u202eijaT",
        "killed": {
            "min": 1,
            "max": 1,
            "state": "counted",
            "asserter": "<script>window.struck=7</script>",
            "evidence": spans(HOSTILE, "<img src=x onerror='window.struck = 2'>"),
        },
        "evidence": {"event_type": spans(HOSTILE, "<script>window.struck = 1</script>"), "date": spans(HOSTILE, "Tuesday")},
    }
    return [drones, village, answer, total, again, struck]


def write_candidates(
    folder: Path, *, leave_out: tuple[str, ...] = (STRUCK,), change: Mapping[str, Mapping[str, Any]] | None = None
) -> tuple[Path, Path]:
    """Write the candidates and their texts; returns the file and the folder of texts."""
    texts = folder / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    for name, text in TEXTS.items():
        (texts / name).write_bytes(text.encode())
    file = folder / "candidates.jsonl"
    kept = [c | dict((change or {}).get(c["candidate_id"], {})) for c in candidates() if c["candidate_id"] not in leave_out]
    file.write_text("".join(json.dumps(c, ensure_ascii=False) + "\n" for c in kept), encoding="utf-8")
    return file, texts


def empty_package(root: Path, **more: list[Mapping[str, str]]) -> Path:
    """The descriptor and the tables of sites, actors, weapons and names of the project, and no events; `more` are rows of other tables."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(REPOSITORY / "datapackage.json", root / "datapackage.json")
    package = load_package(root)
    rows: dict[str, list[Mapping[str, str]]] = {}
    for table in package.tables:
        with (REPOSITORY / table.path).open(encoding="utf-8", newline="") as file:
            rows[table.name] = list(csv.DictReader(file))
    cited = {
        r[c]
        for t, c in (("sites", "coordinate_source_id"), ("actors", "part_of_source_id"), ("weapons", "spec_source_id"))
        for r in rows[t]
    }
    kept = [r for r in rows["sources"] if r["source_id"] in cited and not r["sha256"]]
    gone = cited - {r["source_id"] for r in kept}
    actors = [r | {"part_of_actor_id": "", "part_of_source_id": ""} if r["part_of_source_id"] in gone else r for r in rows["actors"]]
    keep = {
        "sites": rows["sites"],
        "actors": actors,
        "weapons": [r | {"spec_source_id": ""} if r["spec_source_id"] in gone else r for r in rows["weapons"]],
        "names": rows["names"],
        "sources": [r | {"root_source_id": ""} for r in kept],
    }
    for table in package.tables:
        out = io.StringIO()
        writer = csv.DictWriter(out, table.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows([*keep.get(table.name, []), *more.get(table.name, [])])
        made = format_table(table, out.getvalue().encode())
        assert made.data is not None, made.issues
        package.path(table).parent.mkdir(exist_ok=True)
        package.path(table).write_bytes(made.data)
    return root


def read_rows(root: Path, table: str) -> list[dict[str, str]]:
    with (root / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
