"""The whole of ``configs/encoder.yaml``, read and checked: every knob of the encoder's recipe."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pipeline.precision import Precision
from pipeline.strict_yaml import StrictModel


class DataSection(StrictModel):
    """Where the text lies; sources in ``held_out`` are benchmarks and never trained on."""

    parallel: Path
    mono: Path
    domain: dict[Path, str]
    languages: list[str]
    held_out: list[str]
    benchmark: str


class VocabularySection(StrictModel):
    """Size of the vocabulary and how much text of each language it is cut from (times its share, 1 if not named)."""

    size: int
    min_char_count: int
    chars_per_language: int
    shares: dict[str, float] = {}


class AlignmentSection(StrictModel):
    """Pairs per language and EM rounds of the word alignment."""

    pairs_per_language: int
    rounds: int


class LoopSection(StrictModel):
    """See `loop.LoopPlan`."""

    steps: int
    warmup_steps: int
    embedding_learning_rate: float
    body_learning_rate: float
    checkpoint_every: int
    embedding_optimizer: Literal["adamw", "adagrad"] = "adamw"


class DistillationSection(StrictModel):
    """See `distillation.DistillationPlan`; ``steps: 0`` stops after the alignment. ``joined`` is the share of the shorter
    pairs that are joined to passages of ``joined_chars`` English characters (`texts.join_short`).
    """

    pairs_per_language: int
    repeats: dict[str, int] = {}
    min_chars: int
    long_chars: int
    joined: float = 0.0
    joined_chars: int = 100
    max_tokens: int
    batch_size: int
    contrastive_weight: float
    temperature: float
    queue: int
    english_share: float
    loop: LoopSection


class MaskingSection(StrictModel):
    """See `masking.MaskingPlan`; ``masked_steps`` of the loop's steps, every second one from the first, the rest distil."""

    texts_per_language: int
    masked_steps: int
    max_tokens: int
    batch_size: int
    share: float
    loop: LoopSection


class EncoderRecipe(StrictModel):
    """The recipe: sections in the order of the stages.

    With ``start``, an earlier encoder, no words are aligned; ``history`` tells the card what that one had learnt.
    """

    output: Path
    work: Path
    start: Path | None
    history: str
    seed: int
    threads: int
    precision: Precision
    data: DataSection
    vocabulary: VocabularySection
    alignment: AlignmentSection
    distillation: DistillationSection
    masking: MaskingSection
    licences: dict[str, str]
