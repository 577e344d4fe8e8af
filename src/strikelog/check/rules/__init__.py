"""The codebook's rules that look at whole tables; one module a subject. Importing this registers them all."""

from strikelog.check.rules import claims, dates, evidence, links, names, places, sources, support
from strikelog.check.tables import REGISTRY

__all__ = ["REGISTRY", "claims", "dates", "evidence", "links", "names", "places", "sources", "support"]
