"""Words that belong to names without being names, and words for offices that stand where names do.

In: nothing. Out: small words inside a name, titles behind it, endings of words for desks. Used where a name is read (`name_runs`).
"""

from __future__ import annotations

_SMALL_WORDS = (
    "von van vom zu zur zum der den de del della dello dei degli di da das do dos du des la le les los las y e bin ibn al el ben bint "
    "abu ter ten te af av mac mc st san santa"
)
PARTICLES = frozenset(_SMALL_WORDS.split())
"""Small words inside a name: "Ludwig van der Meer", "María de la Cruz"."""
TITLES_AFTER = r"Bey|Hanım|Hanim|Beyefendi|Hanımefendi|Hocam"
"""Turkish titles, which follow the name."""

OFFICES = (
    r".*(?:team|service|dienst|abteilung|leitung|leiter|leiterin|direktor|direktorin|"
    r"vorsitzende[rn]?|meisterin|verwaltung|büro|amt|zentrale|"
    r"müdürlü[kğ]ü?|başkanlı[kğ]ı?|birimi|firması|şirketi|ekibi|müdürü|hizmetleri|sorumlusu|merkezi|bankası|programı|kurumu)"
)
"""Endings of words for offices and desks, which greetings name as they name persons."""
