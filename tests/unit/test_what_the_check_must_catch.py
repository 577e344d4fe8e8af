"""The list of what the check must catch, one line an item, with the example that proves it and the words that must be in its findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from strikelog import rows
from strikelog.check import check_package
from strikelog.check.report import text
from tests.counterexamples import CLEAN, code, expected, folders, materialise

MUST_CATCH = [
    # How files are written
    ("a missing file", "E101", "data/links.csv: error"),
    ("a missing header", "E102-no_header", "data/links.csv:1: error"),
    ("an empty file", "E102-no_bytes", "begin with the header: link_id,event_id,"),
    ("a missing column", "E103", "data/retractions.csv:1:note: error"),
    ("an unknown column", "E104", "remarks2"),
    ("a misspelt column", "E104-misspelt", "did you mean replaced_by?"),
    ("a duplicated column", "E105", "data/retractions.csv:1:reason: error"),
    ("columns in another order", "E106", "data/retractions.csv:1:retracted_on: error"),
    ("a row that is too long", "E107", "data/links.csv:3: error"),
    ("a row that is too short", "E107-too_few", "data/links.csv:3: error"),
    ("a quote that is never closed", "E108", "data/events.csv:2: error"),
    ("a quote inside a cell", "E108-inside", "data/links.csv:3: error"),
    ("letters after a closing quote", "E108-after", "data/links.csv:3: error"),
    ("Latin-1", "E109", "data/names.csv:8: error"),
    ("UTF-16", "E109-utf16", "data/links.csv:1: error"),
    ("a byte order mark", "E110", "data/names.csv:1: error"),
    ("CR LF line ends", "E111", "data/names.csv:1: error"),
    ("CR LF on one line", "E111-one_line", "data/names.csv:4: error"),
    ("CR line ends", "E111-old_mac", "data/names.csv:1: error"),
    ("a NUL", "E112", "data/links.csv:3: error"),
    ("a blank row", "E113", "data/names.csv:5: error"),
    ("a row of commas", "E113-commas", "data/names.csv:8: error E113 the row is blank: it has commas and no value"),
    ("a blank row at the end", "E113-end", "data/names.csv:13: error"),
    ("a line break in a cell", "E114", "data/links.csv:3: error"),
    (
        "a space before a value",
        "E115",
        "data/events.csv:2:place_detail: error E115 there is a space before or after ' east'; did you mean 'east'?",
    ),
    ("a space after a value", "E115", "did you mean 'unspecified'?"),
    ("semicolons", "E116", "semicolons"),
    ("tabs", "E116-tabs", "tabs"),
    ("a formula with =", "E117", "'=HYPERLINK("),
    ("a formula with +", "E117", "'+1 camp'"),
    ("a formula with -", "E117", "'-east of the store'"),
    ("a formula with @", "E117", "'@SUM(A1)'"),
    ("a formula behind a tab", "E117", "data/links.csv:2:note: error"),
    ("a formula behind a space", "E117-behind_space", "' =1+1'"),
    ("a formula behind what cannot be seen", "E117-behind_space", "'\\u200b=1+1'"),
    ("text turned round", "E120-others", "'fuel \\u202estore'"),
    ("a soft hyphen", "E120-others", "'north\\xad gate'"),
    ("a tag", "E120-others", "'An attack\\U000e0041 somewhere"),
    ("a lost letter", "E120-others", "'Aircr�ft struck"),
    ("a joiner outside a name", "E120-others", "data/events.csv:5:note: error E120"),
    ("a name turned round", "E120-others", "data/names.csv:14:name: error E120"),
    ("a line too long to be meant", "E118", "data/links.csv:3: error"),
    ("a path that leaves the package", "E003", "datapackage.json:7:colours: error E003 the path of colours leaves the package"),
    ("a path that climbs out on the way", "E003-inside", "leaves the package"),
    ("an absolute path", "E003-absolute", "is absolute"),
    ("a path on a drive", "E003-drive", "is absolute"),
    ("a path in somebody's home", "E003-home", "is absolute"),
    ("a remote path", "E003-remote", "is remote"),
    # Types
    ("30 February", "E202", "there is no day '2022-02-30'; did you mean 2022-02-28?"),
    ("a thirteenth month", "E202", "did you mean 2026-01-13?"),
    ("a month in words", "E201-words", "'5 January 2022' is not written as a date; did you mean 2022-01-05?"),
    ("a month before the day", "E201-words", "did you mean 2022-01-05?"),
    ("a month in French", "E201-words", "did you mean 2022-02-01?"),
    ("a date with a time", "E201-words", "'2021-06-01T00:00:00' is not written as a date; did you mean 2021-06-01?"),
    ("a country's name", "E303-labels", "'Iraq' is not a code of this field; did you mean IQ?"),
    ("a country's name in French", "E303-labels", "'Irak' is not a code of this field; did you mean IQ?"),
    ("a label for its code", "E303-labels", "did you mean air_strike?"),
    ("a stray minus", "E306-below_zero", "'-1' is out of bounds; did you mean 1?"),
    ("2022-1-5", "E201", "did you mean 2022-01-05?"),
    ("05/01/2022", "E201", "did you mean 2022-01-05 or 2022-05-01?"),
    ("3.0", "E301", "'3.0' is not a whole number; did you mean 3?"),
    ("3 and a space", "E115-number", "data/tallies.csv:2:iraq: error E115 there is a space before or after '3 '; did you mean '3'?"),
    ("+5", "E301", "did you mean 5?"),
    ("1_000", "E301", "did you mean 1000?"),
    ("Arabic digits in a number", "E301", "'١١' is not a whole number; did you mean 11?"),
    ("Arabic digits in a date", "E201-arabic_digits", "did you mean 2026-01-05?"),
    ("twenty digits", "E301-others", "'99999999999999999999'"),
    ("NaN", "E302", "'NaN' is not a number"),
    ("a decimal comma", "E302", "did you mean 33.5?"),
    (
        "an unknown code",
        "E303",
        "data/events.csv:4:event_type: error E303 'rockets' is not a code of this field; did you mean rocket? allowed: rocket, missile,",
    ),
    ("latitude 91", "E306", "data/sites.csv:4:latitude: error E306 '91' is out of bounds; allowed: at least -90 and at most 90"),
    ("swapped coordinates", "E602", "swap them: latitude 33.5, longitude 42.5"),
    ("coordinates outside the stated country", "E603", "lie outside IQ"),
    (
        "a malformed id",
        "E304-ids",
        "data/links.csv:2:link_id: error E304 'LN-AAA222' does not have the form of this field; did you mean ln-aaa222?",
    ),
    ("a malformed URL", "E304", "did you mean https://example.org/report-1?"),
    ("an address that is a formula", "E304-addresses", "'=HYPERLINK(example.org/x)' does not have the form of this field; it looks like"),
    ("an address that is a script", "E304-addresses", "'javascript:alert(1)' does not have the form of this field; it looks like"),
    ("a file's name for an address", "E304-addresses", "'report.pdf' does not have the form of this field; it looks like"),
    ("an address with a space", "E304-addresses", "Report_1 A' does not have the form of this field; it looks like"),
    ("an address with one slash", "E304-addresses", "did you mean http://example.org/Copy_1?"),
    ("a malformed id of an event", "E304-event_key", "data/events.csv:4:event_id: error E304 'EV-aaa222'"),
    ("a malformed id of a site", "E304-site_key", "data/sites.csv:3:site_id: error E304 'ST-camp-alder'"),
    ("a reference cut short", "E304-references", "'so-bbb33' does not have the form of this field; did you mean so-bbb333?"),
    ("a reference in another script", "E304-references", "'ѕо-bbb333' does not have the form of this field; did you mean so-bbb333?"),
    ("a malformed hash", "E304", "data/sources.csv:2:sha256: error"),
    # Keys
    ("a duplicate id", "E401", "given already in line 14"),
    ("a duplicate key of three columns", "E401-three_columns", "given already in line 12: wp-rocket, fr, roquette"),
    ("ids that differ by case only", "E402", "st-Fort-birch differs from st-fort-birch by case only"),
    (
        "a reference to nothing",
        "E403",
        "data/claims.csv:7:source_id: error E403 so-bbb334 is in no row of sources; did you mean so-bbb333?",
    ),
    ("a name of nothing", "E403-others", "st-nowhere"),
    ("a claim about a retired event", "E403-others", "ev-zzz999 is a retired event; write ev-aaa222"),
    ("a retired id used again", "E404", "ev-ddd555 is a retired id"),
    ("a name of two things", "E405", "'CAMP-ALDER' is a name of st-camp-alder too"),
    ("a name of two things, but for an accent", "E405-accents", "'zaitoun'"),
    # Meaning
    (
        "latest before earliest",
        "E203",
        "data/events.csv:4:date_latest: error E203 before date_earliest (2022-01-04 < 2022-01-05); swap them or correct one",
    ),
    ("a day of two days", "E204", "day does not fit 2022-01-05 to 2022-01-06, 2 days"),
    ("a night of one day", "E204", "night does not fit 2022-01-05 to 2022-01-05, 1 day"),
    ("a month that is not whole", "E204-part_of_month", "month does not fit"),
    ("an event of the future", "E206-events", "data/events.csv:3:date_earliest: error E206 2062-01-02 is after today"),
    ("a claim of the future", "E206-events", "data/claims.csv:19:value: error E206 2062-01-02/2062-01-04 is after today"),
    ("an event later than every source", "E205", "2023-12-01 is later than the last of its sources (2022-01-07)"),
    ("a source of the future", "E206", "data/sources.csv:4:published: error E206 2062-01-05 is after today (2026-11-20)"),
    ("min above max", "E501", "(3 > 2)"),
    ("none with a number", "E502", "the state is none and there is a number (2)"),
    ("a number without a state", "E503", "data/claims.csv:8:state: error E503 there is a number and no state"),
    ("two preferred claims for one figure", "E504", "cl-eeeeeeee is preferred already for launched of ev-aaa222"),
    ("an event with no standing claim", "E505", "no claim stands for ev-ddd555"),
    ("an event whose date no claim supports", "E506", "no standing claim supports 2022-01-04 to 2022-01-04"),
    ("an event whose place no claim supports", "E506-others", "no standing claim says st-fort-birch"),
    ("more down than up", "W512", "warning W512 at least 6 were intercepted, struck or failed, and at most 5 launched"),
    ("a link to itself", "E701", "ties ev-ccc444 to itself"),
    ("a link to a retired event", "E702", "ev-zzz999 is retired; its successor: ev-aaa222"),
    ("an answer before its cause", "E703", "ev-ccc444 (2022-01-04) comes before ev-aaa222 (2022-01-05)"),
    ("a circle of two answers", "E704", "ev-bbb333 → ev-aaa222 → ev-bbb333"),
    ("a circle of three answers", "E704-three", "→ ev-ccc444 →"),
    ("a tally that falls", "E801", "the total falls to 8; the same counter gave 9 by 2021-12-31"),
    ("two look-alikes with no link", "W707", "warning W707 ev-aaa222 and ev-ccc444 are both rocket at st-camp-alder on 2022-01-05"),
    ("a look-alike known to a month", "W707-month", "ev-aaa222 and ev-ddd555 are both rocket at st-camp-alder on 2022-01-05"),
    ("an event entered twice", "E401-event", "data/events.csv:5:event_id: error E401 this id is given already in line 4: ev-aaa222"),
    ("a recoding of no field", "E411", "did you mean event_type?"),
    ("a source that nothing cites", "W803", "warning W803 no row cites so-ddd555"),
    ("evidence outside its text", "E903", "ends at character 4000 of a text of 329"),
    ("a text whose hash differs", "E904", "report-1.txt has another hash"),
    ("a text whose length differs", "E904-length", "has 329 characters, not 332; write 329"),
    ("a number whose evidence holds none", "E905", "data/claims.csv:10:span_start: error E905 the evidence at 27–37 holds no number"),
]


@pytest.mark.parametrize(("folder", "words"), [m[1:] for m in MUST_CATCH], ids=[m[0] for m in MUST_CATCH])
def test_it_is_caught(folder: str, words: str) -> None:
    # test_counterexamples holds the check to these very words.
    assert folder in folders()
    line = next((line for line in expected(folder).splitlines() if words in line), None)
    assert line is not None and f" {code(folder)} " in line


def test_a_file_too_large_to_be_meant(tmp_path: Path) -> None:
    package = materialise(CLEAN, tmp_path / "package")
    with (package / "data/links.csv").open("ab") as file:
        file.truncate(rows.LARGEST_FILE + 1)  # takes no room: nothing is written
    found = text(check_package(package).issues)
    assert found.startswith("data/links.csv: error E118 the file has 2,147,483,649 bytes; at most 2,147,483,648 are meant")


def test_a_cell_too_long_to_be_meant(tmp_path: Path) -> None:
    package = materialise(CLEAN, tmp_path / "package")
    file = package / "data/events.csv"
    clean = file.read_text(encoding="utf-8")
    file.write_text(clean.replace("north gate", "é" * 10_000), encoding="utf-8")
    assert not check_package(package).issues
    file.write_text(clean.replace("north gate", "é" * 10_001), encoding="utf-8")
    found = text(check_package(package).issues)
    assert found.startswith("data/events.csv:4:place_detail: error E118 the cell has 10,001 characters; at most 10,000 are meant;")


def test_rows_that_a_malformed_id_leaves_behind_are_told_once(tmp_path: Path) -> None:
    """A hundred claims cite a source whose id is cut short: one finding on the id, one on the claims; an unlike slip is still seen."""
    package = materialise(CLEAN, tmp_path / "package")
    sources, claims = package / "data/sources.csv", package / "data/claims.csv"
    sources.write_text(sources.read_text(encoding="utf-8").replace("\nso-ccc444,", "\nso-cc,"), encoding="utf-8")
    row = "cl-{}{}bcdefg,ev-aaa222,{},damage,,,,,some,,,accepted,,stated,,,{}\n"
    letters = "abcdefghjk"
    more = [row.format(a, b, "so-ccc444", a + b) for a in letters for b in letters] + [row.format("z", "z", "so-xyz789", "")]
    claims.write_text(claims.read_text(encoding="utf-8") + "".join(more), encoding="utf-8")
    found = [(i.code, i.value, i.message) for i in check_package(package).issues if i.path in ("data/sources.csv", "data/claims.csv")]
    doubt = "is in no row of sources, unless a malformed id there is meant"
    assert [f for f in found if f[0] not in ("W513", "E607")] == [
        ("E403", "so-ccc444", f"so-ccc444 {doubt} (100 rows)"),
        ("E403", "so-xyz789", f"so-xyz789 {doubt}"),
        ("E304", "so-cc", "'so-cc' does not have the form of this field"),
    ]


def test_a_malformed_id_is_found_where_it_is_given_and_wherever_it_is_used(tmp_path: Path) -> None:
    package = materialise(CLEAN, tmp_path / "package")
    malformed, lines = "SO-bbb333", set()
    for file in sorted((package / "data").iterdir()):
        content = file.read_text(encoding="utf-8").replace("so-bbb333", malformed)
        file.write_text(content, encoding="utf-8")
        lines |= {(f"data/{file.name}", n) for n, line in enumerate(content.splitlines(), 1) if malformed in line}
    found = {(i.path, i.line) for i in check_package(package).issues if i.code == "E304" and i.value == malformed}
    assert found == lines and len({path for path, _ in lines}) > 1


def test_all_findings_come_in_one_run_in_order(tmp_path: Path) -> None:
    """A broken file hides nothing of another: eight slips in eight files, each found."""
    package = materialise(CLEAN, tmp_path / "package")
    slips = {
        "E203": "events",
        "E401": "claims",
        "E406": "sources",
        "E107": "links",
        "E410": "names",
        "E409-itself": "actors",
        "E805": "tallies",
        "E603": "sites",
    }
    for folder, table in slips.items():
        broken = materialise(folder, tmp_path / folder) / f"data/{table}.csv"
        (package / f"data/{table}.csv").write_bytes(broken.read_bytes())
    issues = check_package(package, texts=package / "texts").issues
    assert {code(f) for f in slips} <= {i.code for i in issues}
    assert [i.place for i in issues] == sorted(i.place for i in issues)


def test_findings_of_one_rule_are_bounded_and_the_rest_counted(tmp_path: Path) -> None:
    package = materialise(CLEAN, tmp_path / "package")
    file = package / "data/names.csv"
    file.write_bytes(file.read_bytes() + b"".join(b"st-camp-alder,en,name %d,nickname,\n" % n for n in range(3000)))
    issues = [i for i in check_package(package).issues if i.code == "E303"]
    assert len(issues) == 51
    assert issues[0].line == 13 and issues[49].line == 62
    assert issues[50].message == "and 2,950 more findings of E303 in this file"


@pytest.mark.parametrize("cell", ["{event_id}", "{0}", "{", "}}", "{a.b[c]!r:>9}", "%s", "{}" * 40, "x" * 500])
def test_braces_in_a_cell_are_only_braces(cell: str, tmp_path: Path) -> None:
    package = materialise(CLEAN, tmp_path / "package")
    for name in ("retractions", "links"):
        file = package / f"data/{name}.csv"
        file.write_text(file.read_text(encoding="utf-8").replace("ev-aaa222", cell), encoding="utf-8")
    issues = [i for i in check_package(package).issues if i.code == "E304"]
    assert {i.value for i in issues} == {cell}
    assert all(i.message.startswith(f"'{cell[:60]}") and len(i.message) < 200 for i in issues)


def test_a_value_is_shown_as_it_stands_in_the_file(tmp_path: Path) -> None:
    package = materialise(CLEAN, tmp_path / "package")
    file = package / "data/events.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",rocket,", ", rockets ,"), encoding="utf-8")
    issues = [i for i in check_package(package).issues if i.field == "event_type"]
    assert [(i.code, i.value) for i in issues if i.code != "E506"] == [("E115", " rockets "), ("E303", " rockets ")]
    assert issues[1].record == "ev-aaa222"
