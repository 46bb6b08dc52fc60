"""One complete YAML per training run, read into frozen records.

In: a file such as ``configs/default.yaml`` and ``key=value`` overrides. Out: a `RunConfig`. Every knob
stands in the file: nothing has a hidden default, unknown keys are refused (`pipeline.strict_yaml`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from pipeline.precision import Precision
from pipeline.strict_yaml import StrictModel, apply_overrides, read_yaml, validate
from pipeline.windows import WindowConfig


class SourceUse(StrictModel):
    """One source of examples: ``use`` is ``corpus``, ``threads``, ``supplement``, a mapping YAML, or labelled files.

    ``at_most`` bounds its rows per split; ``weight`` is a row's share in the loss; ``dev`` says whether its
    dev and test splits take part in choosing, calibrating and judging.
    """

    use: str
    at_most: int | None = None
    weight: float = Field(default=1.0, gt=0)
    dev: bool = True


class DataConfig(StrictModel):
    """``folder``: where relative files lie that are neither here nor in the package ($COMPLAINTS_DATA wins).

    ``redact``: mask names, addresses, numbers (`pipeline.redact`) in all texts, as `complaints label --redact` does.
    """

    folder: Path
    sources: list[SourceUse] = Field(min_length=1)
    at_most: int | None
    redact: bool = False


class WideConfig(StrictModel):
    """The linear part beside the network (`pipeline.wide`): how many n-grams it keeps, about 60 bytes each."""

    terms: int = Field(gt=0)


class TrainConfig(StrictModel):
    """How the network learns. ``max_steps`` -1: as many as ``epochs`` need; ``patience`` in epochs.

    ``variation``: the share of training messages that are written a little otherwise each time (`pipeline.variation`).

    ``few``: with fewer training examples than this the encoder stays as it is and the heads alone learn, by
    cross-validated regression (`pipeline.few`), for which no other key here counts.
    """

    epochs: float = Field(gt=0)
    max_steps: int
    batch_size: int = Field(gt=0)
    learning_rate: float = Field(gt=0)
    embedding_learning_rate: float = Field(gt=0)
    head_learning_rate: float = Field(gt=0)
    weight_decay: float = Field(ge=0)
    warmup: float = Field(ge=0, lt=1)
    dropout: float = Field(ge=0, lt=1)
    variation: float = Field(ge=0, le=1)
    patience: int = Field(gt=0)
    few: int = Field(ge=0)
    device: Literal["auto", "cpu", "cuda"]
    precision: Precision
    wide: WideConfig | None


class ReviewConfig(StrictModel):
    """When a person should look: for each facet the share of errors to stay under, and the most to hand over."""

    target_error: dict[str, float]
    at_most: float = Field(gt=0, lt=1)


class CalibrateConfig(StrictModel):
    """A label's own threshold needs ``min_support`` dev examples; a language ``language_floor`` to count as measured."""

    min_support: int
    language_floor: int
    review: ReviewConfig


class EvaluateConfig(StrictModel):
    """Bootstrap ``samples``, and whether the linear baseline is trained for comparison."""

    samples: int
    baseline: bool


class TrackingConfig(StrictModel):
    """Where MLflow writes: an explicit URI, always."""

    uri: str
    experiment: str


class RunConfig(StrictModel):
    """A whole training run."""

    name: str
    version: str
    output: Path
    encoder: str
    offline: bool
    taxonomy: Path
    seed: int
    threads: int
    window: WindowConfig
    data: DataConfig
    train: TrainConfig
    calibrate: CalibrateConfig
    evaluate: EvaluateConfig
    tracking: TrackingConfig

    @property
    def digest(self) -> str:
        """A short hash of every setting."""
        return hashlib.blake2b(json.dumps(self.model_dump(mode="json"), sort_keys=True).encode(), digest_size=8).hexdigest()


def load(path: Path, overrides: Sequence[str] = ()) -> RunConfig:
    """The run in ``path`` with ``key=value`` overrides laid over it.

    Raises:
        ConfigError: all faults at once, each with its dotted key.
    """
    return validate(RunConfig, apply_overrides(read_yaml(path), overrides), where=str(path))
