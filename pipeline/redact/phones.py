"""Telephone numbers, read with the numbering plans of the countries where a language is spoken.

In: a text in its plain form (`plain`), and its language. Out: spans. The plans are those of libphonenumber (the package
``phonenumbers``, Apache-2.0). A number with "+" counts if it is valid anywhere. One without counts if it is valid in a country of the
language, and is written as numbers there are: after a word such as "Tel.", with a trunk prefix, in brackets, or as a mobile number.
Dates, amounts, versions, network addresses and what the text calls an order are none; short numbers (under seven
digits) are never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.redact.plain import introduced_by
from pipeline.redact.spans import Span

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

REGIONS = {
    "de": ("DE", "AT", "CH"),
    "en": ("US", "GB", "IN", "AU", "IE", "NZ", "ZA", "SG"),
    "es": ("ES", "MX", "AR", "CO", "CL", "PE"),
    "fr": ("FR", "BE", "CH", "CA"),
    "it": ("IT", "CH"),
    "pt": ("BR", "PT"),
    "ja": ("JP",),
    "ko": ("KR",),
    "zh-Hans": ("CN",),
    "zh-Hant": ("TW", "HK", "MO"),
    "ru": ("RU", "KZ", "BY", "UA"),
    "ar": ("SA", "EG", "AE", "JO", "MA", "IQ", "KW", "DZ", "LB"),
    "tr": ("TR",),
    "nl": ("NL", "BE"),
    "pl": ("PL",),
    "uk": ("UA",),
}
"""Countries whose national numbers are looked for in a text of this language; in other languages only numbers with "+"."""

_RUN = re.compile(
    r"(?<![\w@#+.,/\-])(?:tel:)?(?:\+ ?|00(?=[1-9]))?(?:\(\+?\d{1,5}\) ?)?\d(?:(?:[ .\-/]|[ ]?\(|\)[ ]?){0,2}\d){5,18}", re.ASCII
)
_DIGIT = re.compile(r"\d")
_DATE = re.compile(
    r"(?<![\d.\-/])(?:(?:19|20)\d\d([.\-/])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])|"
    r"(?:0?[1-9]|[12]\d|3[01])([.\-/])(?:0?[1-9]|[12]\d|3[01])\2(?:19|20)?\d\d)(?![.\-/]?\d)"
)
_DAY_IN_ONE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{0,6}")
_AMOUNT = re.compile(r"\d{1,3}(?:([ .])\d{3})(?:\1\d{3})*")
_NETWORK = re.compile(r"\d{1,3}(?:\.\d{1,3}){2,3}")
_MONEY_AFTER = re.compile(
    r" ?(?:[€$£¥₽₺₩₹%]|,\d|(?:EUR|USD|GBP|CHF|TL|TRY|RUB|JPY|CNY|RMB|KRW|SAR|AED|EGP|BRL|kr|Euro|euros?|dollars?|руб\w*|лир\w*|lira|reais|"
    r"pesos|元|块|円|圓|원|ريال|جنيه|درهم|دينار|ليرة|kWh|km|kg|MB|GB|ms|Stück|units|件|个|個|개)(?![a-z]))",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"(?:[€$£¥₽₺₩₹]|EUR|USD|GBP|CHF|TL|TRY|RUB|JPY|CNY|RMB|R\$|Rs\.?) ?$")
_MOBILE_IN_ONE = {
    **{"CN": r"1[3-9]\d{9}", "KR": r"01[016789]\d{7,8}", "JP": r"0[6-9]0\d{8}", "DE": r"01[567]\d{8,9}", "AT": r"06[5-9]\d{7,10}"},
    **{
        "CH": r"07[5-9]\d{7}",
        "FR": r"0[67]\d{8}",
        "BE": r"04\d{8}",
        "GB": r"07\d{9}",
        "IE": r"08\d{8}",
        "TR": r"05\d{9}",
        "TW": r"09\d{8}",
    },
    **{"RU": r"[78]9\d{9}", "UA": r"0[5-9]\d{8}", "NL": r"06\d{8}", "AU": r"04\d{8}", "ZA": r"0[678]\d{8}", "SA": r"05\d{8}"},
    **{"EG": r"01[0125]\d{8}", "AE": r"05\d{8}", "JO": r"07[789]\d{7}", "MA": r"0[67]\d{8}", "IQ": r"07\d{9}", "DZ": r"0[567]\d{8}"},
}
"""Mobile numbers that are known for what they are without a blank in them. Ten plain digits of other plans may be anything."""
_NORTH_AMERICAN = re.compile(r"(?:1[ .\-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[.\- ])[2-9]\d\d[.\- ]\d{4}")
_GROUPS_WITHOUT_TRUNK = {
    "ES": re.compile(r"[6-9]\d\d(?: \d\d){3}|[6-9]\d\d([ \-])\d{3}\1\d{3}|[6-9]\d ?\d{3} \d\d \d\d"),
    "PT": re.compile(r"9\d\d? \d{3} \d{3,4}"),
    "IT": re.compile(r"3\d\d[ \-./]\d{3}[ \-]?\d{4}|3\d\d[ \-./]\d{6,7}|3\d\d \d\d \d\d \d\d\d?"),
    "BR": re.compile(r"(?:\(?[1-9]\d\)? ?)9?\d{4}-\d{4}"),
    "TR": re.compile(r"5\d\d[ \-]\d{3}[ \-]\d\d[ \-]?\d\d"),
    "IN": re.compile(r"[6-9]\d{4}[ \-]\d{5}"),
    "PL": re.compile(r"[5-8]\d\d([ \-])\d{3}\1\d{3}"),
    "RU": re.compile(r"[78][ \-]?\(?9\d\d\)?[ \-]\d{3}[ \-]?\d\d[ \-]?\d\d|[78][ \-]?\([3-8]\d{2,4}\)[ \-]?\d{1,3}[ \-]?\d\d[ \-]?\d\d"),
    "CN": re.compile(r"1[3-9]\d[ \-]\d{4}[ \-]\d{4}|400[ \-]\d{3,4}[ \-]\d{3,4}"),
}


def find_phones(text: str, lang: str) -> Iterator[Span]:
    """Telephone numbers; those of the language's countries also without "+"."""
    regions = REGIONS.get(lang, REGIONS.get(lang.partition("-")[0], ()))
    for run in _RUN.finditer(text):
        start, end = _trimmed(run)
        if 7 <= len(_DIGIT.findall(run.group())) <= 16 and _is_phone(text, start, end, regions):
            yield Span(start, end, "phone")


def _trimmed(run: re.Match[str]) -> tuple[int, int]:
    """The run without a bracket or sign at its end that belongs to the sentence."""
    found = run.group()
    kept = found.rstrip(" .-/(")
    return run.start(), run.start() + len(kept)


def _is_phone(text: str, start: int, end: int, regions: tuple[str, ...]) -> bool:
    if text[end : end + 1].isascii() and text[end : end + 1].isalnum():
        return False
    written = text[start:end].removeprefix("tel:").strip()
    introduced = introduced_by(text, start)
    if written.startswith(("+", "00", "(+")):
        return introduced != "order" and _valid(written, None)
    if _is_other(text, start, end, written, introduced):
        return False
    return any(_is_national(written, region, introduced=introduced == "phone") for region in regions)


def _is_other(text: str, start: int, end: int, written: str, introduced: str) -> bool:
    """Whether a run of digits is money, a date, a version or an order."""
    if introduced == "phone":
        return False
    if introduced == "order" or _MONEY_AFTER.match(text, end) or _MONEY_BEFORE.search(text[max(0, start - 5) : start]):
        return True
    date = _DATE.search(written) or _DAY_IN_ONE.fullmatch(written)
    return bool(date or _NETWORK.fullmatch(written) or (_AMOUNT.fullmatch(written) and " " not in written))


def _is_national(written: str, region: str, *, introduced: bool) -> bool:
    """Whether a number without "+" is written as those of ``region`` are, and valid there."""
    if introduced:
        return _valid(written, region)
    bare = _DIGIT.sub("", written) == ""
    if bare:
        pattern = _MOBILE_IN_ONE.get(region)
        return bool(pattern and re.fullmatch(pattern, written)) and _valid(written, region)
    if region == "US" or region == "CA":
        return bool(_NORTH_AMERICAN.fullmatch(written)) and _valid(written, region)
    groups = _GROUPS_WITHOUT_TRUNK.get(region)
    with_trunk = written.lstrip("(").startswith("0") and " - " not in written
    return (with_trunk or bool(groups and groups.fullmatch(written))) and _valid(written, region)


def _valid(written: str, region: str | None) -> bool:
    import phonenumbers

    number = _parsed(f"+{written[2:]}" if region is None and written.startswith("00") else written.strip("("), region)
    if number is None:
        return False
    return phonenumbers.is_valid_number(number) if region is None else phonenumbers.is_valid_number_for_region(number, region)


def _parsed(written: str, region: str | None) -> PhoneNumber | None:
    import phonenumbers

    try:
        return phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
