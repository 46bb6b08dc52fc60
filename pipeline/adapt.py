"""`complaints adapt`: an encoder goes on learning from unlabelled text, such as a company's own inbox.

In: an encoder (folder or hub name), inputs as `complaints label` reads them, a folder to write. Out: a plain
Hugging Face folder that `encoder:` of a training run may name. Masked-language-model steps
(`pipeline.encoder.masking`; Gururangan et al. 2020, arXiv:2004.10964); a stopped run goes on where it stood.
"""

from __future__ import annotations

import json
import logging
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from pydantic import Field
from transformers import AutoModelForMaskedLM

from pipeline import tracking
from pipeline.assets import find
from pipeline.clean import clean
from pipeline.config import TrackingConfig
from pipeline.encoder import loop
from pipeline.encoder.masking import MaskedLanguageModel, MaskingPlan, Passage, passages
from pipeline.errors import ConfigError, TrainingError
from pipeline.ingest import read
from pipeline.model import SETTINGS, load_encoder
from pipeline.precision import Precision, bfloat16_pays
from pipeline.progress import Progress
from pipeline.records import Rejected
from pipeline.strict_yaml import StrictModel, apply_overrides, read_yaml, validate

log = logging.getLogger(__name__)
_CHECKPOINT = "adapt.pt"
_FEWEST = 200  # passages


class AdaptConfig(StrictModel):
    """The whole of ``configs/adapt.yaml``."""

    epochs: float = Field(gt=0)
    at_most: int = Field(gt=0)
    batch_size: int = Field(gt=0)
    max_tokens: int = Field(gt=8)
    share: float = Field(gt=0, lt=1)
    held_out: float = Field(gt=0, lt=0.5)
    embedding_learning_rate: float = Field(gt=0)
    body_learning_rate: float = Field(gt=0)
    warmup: float = Field(ge=0, lt=1)
    checkpoint_every: int = Field(gt=0)
    precision: Precision
    seed: int
    threads: int = Field(gt=0)
    offline: bool
    tracking: TrackingConfig


@dataclass(frozen=True, slots=True)
class Adapted:
    """What came of it: the loss on passages held out, in nats a piece, before and after."""

    folder: Path
    passages: int
    steps: int
    before: float
    after: float


def load_config(path: Path, overrides: Sequence[str] = ()) -> AdaptConfig:
    """The settings in ``path`` with ``key=value`` overrides laid over them."""
    return validate(AdaptConfig, apply_overrides(read_yaml(path), overrides), where=str(path))


def run(encoder: str, inputs: Sequence[str], *, out: Path, config: AdaptConfig) -> Adapted:
    """Train ``encoder`` on the text of ``inputs``; the result is written to ``out``.

    Raises:
        ConfigError: the encoder cannot be loaded, or has no mask piece.
        TrainingError: there are too few passages to learn from.
    """
    torch.manual_seed(config.seed)
    torch.set_num_threads(config.threads)
    model, tokenizer = _load(encoder, config)
    training, held_out = _split(list(passages(_texts(inputs), tokenizer.backend_tokenizer, max_tokens=config.max_tokens)), config)
    out.mkdir(parents=True, exist_ok=True)
    plan = MaskingPlan(config.batch_size, config.max_tokens, config.share, config.seed, bfloat16_pays(config.precision))
    language_model = MaskedLanguageModel(model, tokenizer.backend_tokenizer, training, plan, special=tokenizer.all_special_ids)
    steps = max(1, round(config.epochs * len(training) / config.batch_size))
    with tracking.start(config.tracking, f"adapt {Path(encoder).name}") as tracker:
        tracker.parameters({"encoder": encoder, "passages": len(training), "steps": steps, **config.model_dump(mode="json")})
        before = language_model.mean_loss(held_out)
        tracker.metrics({"held_out_loss": before})
        _learn(model, language_model, config, steps=steps, out=out, tracker=tracker)
        after = language_model.mean_loss(held_out)
        tracker.metrics({"held_out_loss": after}, step=steps)
    done = Adapted(out, len(training), steps, before, after)
    _save(done, encoder, model, tokenizer)
    return done


def _load(encoder: str, config: AdaptConfig) -> tuple[Any, Any]:
    """A masked language model over ``encoder``; its head is new where the folder holds none."""
    found, tokenizer = load_encoder(encoder, offline=config.offline)
    if tokenizer.mask_token_id is None:
        raise ConfigError(f"encoder '{encoder}' has no mask piece", hint="choose one that was made by masked-language modelling")
    model: Any = AutoModelForMaskedLM.from_config(found.config)
    path = find(encoder)
    if not (path / SETTINGS).is_file():
        model = AutoModelForMaskedLM.from_pretrained(str(path) if path.is_dir() else encoder, dtype=torch.float32)
    model.base_model.load_state_dict(found.state_dict(), strict=False)
    model.tie_weights()
    return model, tokenizer


def _texts(inputs: Sequence[str]) -> Iterator[str]:
    """The own words of every message that can be read."""
    for item in read(inputs):
        if isinstance(item, Rejected):
            sys.stderr.write(f"rejected {item.source}: {item.reason}: {item.detail}\n")
        else:
            yield clean(item).text


def _split(found: list[Passage], config: AdaptConfig) -> tuple[list[Passage], list[Passage]]:
    if len(found) < _FEWEST:
        raise TrainingError(
            f"{len(found)} passages are too few to learn from", hint=f"give at least {_FEWEST} messages of a sentence or more"
        )
    random.Random(config.seed).shuffle(found)
    if len(found) > config.at_most:
        log.warning("%d of %d passages are used (at_most)", config.at_most, len(found))
    kept = found[: config.at_most]
    aside = max(20, round(config.held_out * len(kept)))
    return kept[aside:], kept[:aside]


def _learn(
    model: Any, language_model: MaskedLanguageModel, config: AdaptConfig, *, steps: int, out: Path, tracker: tracking.Tracker
) -> None:
    plan = loop.LoopPlan(
        steps=steps,
        warmup_steps=round(config.warmup * steps),
        embedding_learning_rate=config.embedding_learning_rate,
        body_learning_rate=config.body_learning_rate,
        checkpoint_every=config.checkpoint_every,
    )
    with Progress("steps") as progress:

        def report(step: int, loss: float) -> None:
            progress.advance(1)
            if step % 20 == 0:
                tracker.metrics({"loss": loss}, step=step)

        loop.run(model, language_model.loss_at, plan, checkpoint=out / _CHECKPOINT, report=report)


def _save(done: Adapted, encoder: str, model: Any, tokenizer: Any) -> None:
    model.base_model.save_pretrained(done.folder)
    tokenizer.save_pretrained(done.folder)
    facts = {"encoder": encoder, "passages": done.passages, "steps": done.steps, "held_out_loss": [done.before, done.after]}
    (done.folder / "adapted.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    (done.folder / _CHECKPOINT).unlink(missing_ok=True)
