"""Ids that follow from what they stand for, so that decisions replayed twice give the same rows."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Container

from strikelog.package import Field, Package
from strikelog.stubs import RANDOM_ID


def derive(field: Field, words: tuple[str, ...], taken: Container[str] | Callable[[str], bool]) -> str:
    """An id of the field's form, made from a hash of `words`; the next one if somebody else has it."""
    form = RANDOM_ID.fullmatch(field.pattern or "")
    assert form is not None, f"{field.name} holds no random id"
    alphabet, length = form["alphabet"], int(form["length"])
    for salt in range(1000):
        number = int.from_bytes(hashlib.sha256("\x1f".join((*words, str(salt))).encode()).digest())
        letters = ""
        for _ in range(length):
            number, digit = divmod(number, len(alphabet))
            letters += alphabet[digit]
        made = form["prefix"] + letters
        if not (taken(made) if callable(taken) else made in taken):
            return made
    raise RuntimeError(f"no free id for {field.name}")


def handle(package: Package, table: str, name: str, taken: Container[str]) -> str | None:
    """A readable id such as `st-ain-al-asad` from a name; None if the name has no Latin letter or digit."""
    key = package.table(table).field(package.table(table).primary_key[0])
    prefix = re.match(r"\^([a-z]+-)", key.pattern or "")
    assert prefix is not None, f"{key.name} holds no readable id"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", re.sub(r"['`]", "", plain)))
    if not slug:
        return None
    made, number = prefix[1] + slug, 2
    while made in taken:
        made, number = f"{prefix[1]}{slug}-{number}", number + 1
    return made


def copy_of(candidate_id: str, number: int) -> str:
    """Id of the candidate that a split makes."""
    return "ca-" + hashlib.sha256(f"{candidate_id}\x1fsplit\x1f{number}".encode()).hexdigest()[:16]
