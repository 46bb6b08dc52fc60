"""The encoder's card: what it was made from, how, and how well sentences find their translations.

In: the recipe's facts and the retrieval scores of each stage. Out: Markdown. A pure function.
"""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill

from pipeline.errors import ConfigError

_HEAD = """---
license: apache-2.0
language: [{codes}]
pipeline_tag: feature-extraction
tags: [sentence-similarity, multilingual, complaints]
---

# The embedded multilingual encoder

A plain Hugging Face folder: `AutoModel` and `AutoTokenizer` load it, with nothing of this package. {parameters:.1f} million
weights, {layers} layers, {width} wide, {pieces} pieces; half precision on disk, to be computed in single precision on a CPU
(`dtype=torch.float32`). Sentence vectors are the mean of the token states.

## How it was made

{made}

Case is folded, but a word in capitals is marked (`⇧`), runs of "!" and "?" are pieces, emoji are pieces: anger stays visible.

## How good it is

Accuracy@1 on the ~1,000 sentences per language of flores200, which no stage was trained on: of xx → en after each stage;
and of the encoder as it is: xx → en, en → xx, and in one pool of all languages, where the nearest sentence must be a translation.

| language | {stages} |
| --- |{rule}
"""


_LINE = 125  # characters
_MADE = """By `python -m pipeline.encoder` from `recipe.yaml` beside this card: a unigram vocabulary over all languages (Kudo 2018);
{beginning};
{steps} steps of multilingual distillation (Reimers & Gurevych 2020) from MiniLM-L6{masking}."""
_FROM_ENGLISH = """the body of MiniLM-L6 (Apache-2.0), an
English sentence encoder; token embeddings by word alignment (IBM Model 1; the family of WECHSEL, FOCUS, OFA)"""
_FROM_EARLIER = """the layers of an
earlier encoder ({history}), its token embeddings
transferred to the new vocabulary (Gee et al. 2022)"""
_MASKING = """; {masked_steps} steps of masked-language
modelling by whole words, in turn with distillation, {last_steps} more steps of it in all"""


def render(
    scores: Mapping[str, Mapping[str, float]],
    *,
    history: str = "",
    pairs: Mapping[str, int],
    plain: Mapping[str, int],
    licences: Mapping[str, str],
    domain: Mapping[str, str],
    facts: Mapping[str, float | int],
) -> str:
    """The card.

    ``history``: what the earlier encoder, if one was gone on from, had learnt; ``pairs``, ``plain``: source → pairs and
    plain texts; ``licences`` of them; ``domain``: file → licence.

    Raises:
        ConfigError: the licence of a source is not stated.
    """
    languages = sorted(next(iter(scores.values())))
    codes = ", ".join(dict.fromkeys(code.split("-")[0] for code in ["en", *languages]))
    made = _MADE.format(
        beginning=_FROM_EARLIER.format(history=history) if history else _FROM_ENGLISH,
        masking=_MASKING.format(**facts) if facts["masked_steps"] else "",
        steps=facts["steps"],
    )
    made = fill(" ".join(made.split()), _LINE, break_on_hyphens=False)
    head = _HEAD.format(codes=codes, made=made, stages=" | ".join(scores), rule=" --- |" * len(scores), **facts)
    rows = [f"| {code} | " + " | ".join(f"{stage[code]:.2f}" for stage in scores.values()) + " |" for code in languages]
    means = [sum(stage.values()) / len(stage) for stage in scores.values()]
    rows.append("| mean | " + " | ".join(f"{mean:.2f}" for mean in means) + " |")
    own = [f"| {name} | {licence} |" for name, licence in sorted(domain.items())]
    used = [*_PAIRS, *_table(pairs, licences), "", *_PLAIN, *_table(plain, licences), "", *_DOMAIN, *own, ""]
    return "\n".join([head.rstrip(), *rows, *_LIMITS, *used])


def _table(sources: Mapping[str, int], licences: Mapping[str, str]) -> list[str]:
    by_count = sorted(sources.items(), key=lambda item: -item[1])
    return [f"| {name} | {count:,} | {_licence(name, licences)} |" for name, count in by_count]


def _licence(source: str, licences: Mapping[str, str]) -> str:
    name = source.removesuffix("+opencc")
    if name not in licences:
        raise ConfigError(f"the licence of source '{name}' is not stated", hint="add it to licences in the recipe")
    return licences[name]


_LIMITS = [
    "",
    "## Limits",
    "",
    "- Most pairs are short interface strings and everyday sentences; long letters are further from what it has seen.",
    "- Rare characters are unknown to it; other languages than these were never measured.",
    "- It is a starting point for fine-tuning, and small: a large pre-trained encoder does better where there is room for one.",
    "",
    "## What it was made from",
    "",
]
_PAIRS = [
    "Translation pairs (a source ending in `+opencc` was converted from simplified script):",
    "",
    "| source | pairs used | licence |",
    "| --- | --- | --- |",
]
_PLAIN = ["Plain texts, for the vocabulary and the masked steps:", "", "| source | texts | licence |", "| --- | --- | --- |"]
_DOMAIN = [
    "Messages of the field, for the vocabulary and the masked steps: the texts of their train splits, never the labels.",
    "",
    "| set | licence |",
    "| --- | --- |",
]
