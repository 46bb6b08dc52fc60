"""National identity, tax and insurance numbers of persons, where a library can prove them.

In: a text in its plain form (`plain`). Out: spans. The rules are those of the optional package ``python-stdnum`` (LGPL-2.1+, extra
``redact``): check digits, dates and places inside the number. Numbers whose form or check is strong count wherever they stand; weak ones
(one check digit over digits that an order might have too) only after a word that names them. Without the package this kind is not
looked for: `available` says so. Numbers of companies (VAT, registers) are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from pipeline.redact.plain import introduced_by
from pipeline.redact.spans import Span

_LOOK_BACK = 40
_WORDS = re.compile(
    r"(?:identity|national id|\bid\b|i\.d\.|social security|\bssn\b|\bnino?\b|national insurance|"
    r"\bnhs\b|passport|aadhaar|tax ?(?:payer)?[ -]?(?:id|number|no)|"
    r"ausweis\w*|steuer-?id\w*|\bidnr|identifikationsnummer|sozialversicherung\w*|"
    r"versicherungsnummer|\bahv\b|\bdni\b|\bnie\b|\bnif\b|documento|"
    r"sécurité sociale|\bnir\b|numéro fiscal|\binsee\b|codice fiscale|\bcod\. ?fisc|\bc\.?f\.?\b|"
    r"\bcpf\b|contribuinte|\bcc\b|cartão de cidadão|"
    r"身份证|身分證|身份證|证件号|證件號|マイナンバー|個人番号|주민등록번호|주민번호|\bинн\b|"
    r"\bснилс\b|паспорт\w*|هوية|الهوية|الرقم القومي|بطاقة|"
    r"kimlik|\bt\.?c\.?\b|\btckn\b|\bbsn\b|rijksregister\w*|\bpesel\b|\bcurp\b|\brfc\b|\bcuil\b|"
    r"\bcuit\b|\brut\b|\bsin\b|\btfn\b)[^\n]{0,24}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A module of the library, the form its numbers have in a text, and whether that form and check prove it alone."""

    module: str
    form: str
    strong: bool = True


_RULES = (
    _Rule("cn.ric", r"[1-9]\d{5} ?(?:19|20)\d\d ?(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]) ?\d{3}[\dXx]"),
    _Rule("kr.rrn", r"\d{6}-[1-8]\d{6}"),
    _Rule("it.codicefiscale", r"[A-Za-z]{6} ?\d\d[A-EHLMPR-Ta-ehlmpr-t]\d\d ?[A-Za-z]\d{3}[A-Za-z]"),
    _Rule("fr.nir", r"[12] ?\d\d ?(?:0[1-9]|1[0-2]) ?(?:\d\d|2[ABab]) ?\d{3} ?\d{3} ?\d\d"),
    _Rule("br.cpf", r"\d{3}\.\d{3}\.\d{3}-\d\d"),
    _Rule("br.cpf", r"\d{11}", strong=False),
    _Rule("es.dni", r"\d{8}[ \-]?[A-Za-z]"),
    _Rule("es.nie", r"[XYZxyz][ \-]?\d{7}[ \-]?[A-Za-z]"),
    _Rule("pt.cc", r"\d{8} ?\d ?[A-Z0-9]{2}\d"),
    _Rule("pt.nif", r"[123]\d\d ?\d{3} ?\d{3}", strong=False),
    _Rule("tr.tckimlik", r"[1-9]\d{10}", strong=False),
    _Rule("ru.inn", r"\d{12}", strong=False),
    _Rule("de.idnr", r"[1-9]\d(?: ?\d{3}){3}", strong=False),
    _Rule("at.vnr", r"[1-9]\d{3} ?[0-3]\d[01]\d\d\d", strong=False),
    _Rule("ch.ssn", r"756\.\d{4}\.\d{4}\.\d\d"),
    _Rule("jp.in_", r"\d{4}[ \-]?\d{4}[ \-]?\d{4}", strong=False),
    _Rule("in_.aadhaar", r"[2-9]\d{3} ?\d{4} ?\d{4}", strong=False),
    _Rule("us.ssn", r"\d{3}-\d\d-\d{4}", strong=False),
    _Rule("ca.sin", r"[1-79]\d\d[ \-]?\d{3}[ \-]?\d{3}", strong=False),
    _Rule("gb.nhs", r"\d{3}[ \-]?\d{3}[ \-]?\d{4}", strong=False),
    _Rule("nl.bsn", r"\d{9}|\d{4}\.\d\d\.\d{3}", strong=False),
    _Rule("be.nn", r"\d\d\.\d\d\.\d\d-\d{3}\.\d\d"),
    _Rule("pl.pesel", r"\d{11}", strong=False),
    _Rule("mx.curp", r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d"),
    _Rule("ar.cuit", r"(?:20|23|24|27)-\d{8}-\d"),
    _Rule("cl.rut", r"\d{1,2}\.\d{3}\.\d{3}-[\dKk]"),
    _Rule("il.idnr", r"\d{9}", strong=False),
    _Rule("za.idnr", r"\d{13}", strong=False),
)


class _Numbers(Protocol):
    def is_valid(self, number: str) -> bool: ...


def available() -> bool:
    """Whether the package that proves these numbers is installed."""
    return find_spec("stdnum") is not None


@cache
def _forms() -> tuple[tuple[_Rule, re.Pattern[str]], ...]:
    return tuple((rule, re.compile(rf"(?<![A-Za-z0-9.\-/])(?:{rule.form})(?![A-Za-z0-9]|[.\-/]\d)")) for rule in _RULES)


@cache
def _module(name: str) -> _Numbers:
    module: _Numbers = import_module(f"stdnum.{name}")
    return module


def find_ids(text: str) -> Iterator[Span]:
    """Numbers of persons that the library finds right."""
    if not available():
        return
    for rule, form in _forms():
        for found in form.finditer(text):
            if _counts(text, found, rule):
                yield Span(found.start(), found.end(), "id")


def _counts(text: str, found: re.Match[str], rule: _Rule) -> bool:
    named = _WORDS.search(text[max(0, found.start() - _LOOK_BACK) : found.start()]) is not None
    if not named and (not rule.strong or introduced_by(text, found.start()) == "order"):
        return False
    return _module(rule.module).is_valid(found.group().upper())
