"""Fine-tune a network by one YAML: data → fit → calibrate → judge → model folder.

In: a `RunConfig`. Out: a model folder and a `TrainedRun`; the run is tracked in MLflow. The loop is the
transformers Trainer; dropout, batches and heads draw on one seed. The best epoch by the dev split's mean
score over facets is kept. Where examples are few (``train.few``) `pipeline.few` takes the loop's place. The test
split is read once, at the end, by the code that labels in production.
"""

from __future__ import annotations

import json
import logging
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from datasets import Dataset
from numpy.typing import NDArray
from transformers import EarlyStoppingCallback, EvalPrediction, Trainer, TrainerCallback, TrainingArguments, set_seed

from pipeline import calibrate, card, data, evaluate, few, model, tracking, wide
from pipeline.assets import find
from pipeline.blend import choose_shares
from pipeline.config import RunConfig, TrainConfig, WideConfig
from pipeline.data import Example, Splits
from pipeline.errors import TrainingError
from pipeline.evaluate.judge import fit_baseline, judge, quick_scores
from pipeline.network import ComplaintNetwork, probabilities
from pipeline.precision import bfloat16_pays
from pipeline.targets import encode
from pipeline.taxonomy import Taxonomy
from pipeline.variation import vary
from pipeline.windows import WindowConfig, count_tokens, windows_of

log = logging.getLogger(__name__)
SCORE = "mean_score"


@dataclass(frozen=True, slots=True)
class TrainedRun:
    """What a run made: the folder, the MLflow run, and its scores on the test split."""

    folder: Path
    run_id: str
    scores: Any
    seconds: float


class Collator:
    """Rows of a set → windows and targets; texts are varied and cut into windows here, anew each time, never before."""

    def __init__(self, tokenizer: Any, window: WindowConfig, *, seed: int) -> None:
        self.tokenizer, self.window = tokenizer, window
        self._chance = random.Random(seed)

    def _text(self, row: dict[str, Any]) -> str:
        varied = self._chance.random() < row["variation"]
        return vary(row["text"], row["lang"], self._chance) if varied else str(row["text"])

    def __call__(self, rows: Sequence[dict[str, Any]]) -> dict[str, torch.Tensor]:
        """A batch as `ComplaintNetwork.forward` takes it."""
        windows = windows_of([self._text(row) for row in rows], self.tokenizer, self.window)
        return {
            "input_ids": windows.input_ids,
            "attention_mask": windows.attention_mask,
            "message_index": windows.message_index,
            "targets": torch.tensor(np.array([row["targets"] for row in rows], dtype=np.float32)),
            "weights": torch.tensor([row["weight"] for row in rows], dtype=torch.float32),
        }


def run(config: RunConfig) -> TrainedRun:
    """Train as ``config`` says.

    Raises:
        ConfigError: the encoder or a source cannot be found.
        TrainingError: there is too little to learn from.
    """
    started = time.monotonic()
    set_seed(config.seed)
    torch.set_num_threads(config.threads)
    taxonomy = Taxonomy.from_file(find(config.taxonomy))
    splits = data.load(config.data, taxonomy, seed=config.seed)
    if are_few := len(splits.train) < config.train.few:
        splits = few.without_dev(splits)
    elif not splits.dev:
        raise TrainingError("there is no dev example to choose and calibrate on", hint="add labelled messages, or raise train.few")
    log.info("%d training, %d dev, %d test examples", len(splits.train), len(splits.dev), len(splits.test))
    with tracking.start(config.tracking, f"{config.name}@{config.version}") as tracker:
        tracker.parameters(config.model_dump(mode="json"))
        tracker.tags({"data": splits.digest, "config": config.digest, "taxonomy": taxonomy.digest})
        scorer, how = (_learn_from_few if are_few else _learn)(config, taxonomy, splits, tracker)
        scores = _save(config, scorer, splits, how=how, seconds=time.monotonic() - started)
        tracker.metrics(_flat_scores(scores))
        tracker.folder(config.output, "model")
        return TrainedRun(config.output, tracker.run_id, scores, time.monotonic() - started)


def _learn(config: RunConfig, taxonomy: Taxonomy, splits: Splits, tracker: tracking.Tracker) -> tuple[model.TorchScorer, str]:
    """A calibrated scorer and, in words, how it was trained."""
    scorer = fit(config, taxonomy, splits, tracker)
    scorer.calibration = _calibrate(config, scorer, splits.dev)
    how = f"{len(splits.train)} messages for training, {len(splits.dev)} for choosing the epoch and calibrating."
    return scorer, f"{how} {_shares(scorer.wide)}".strip()


def _shares(part: wide.WidePart | None) -> str:
    """What the card says of the linear part."""
    if part is None:
        return ""
    shares = ", ".join(f"{name} {share:g}" for name, share in part.shares.items())
    return (
        f"Beside the network stands a linear part on {len(part.tensors['terms']):,} n-grams; both opinions are pooled, "
        f"with its share by facet, chosen on the same dev messages: {shares}."
    )


def _learn_from_few(config: RunConfig, taxonomy: Taxonomy, splits: Splits, tracker: tracking.Tracker) -> tuple[model.TorchScorer, str]:
    learnt = few.learn(config, taxonomy, splits.train)
    tracker.metrics({f"cross_validated.{name}": value for name, value in learnt.scores.items()})
    return learnt.scorer, learnt.how


def fit(config: RunConfig, taxonomy: Taxonomy, splits: Splits, tracker: tracking.Tracker | None = None) -> model.TorchScorer:
    """A scorer trained on ``splits``, not yet calibrated; numbers go to ``tracker``, nothing is written but checkpoints."""
    encoder, tokenizer = model.load_encoder(config.encoder, offline=config.offline)
    model.check_window(config.window, encoder)
    network = ComplaintNetwork(encoder, encoder.config.hidden_size, taxonomy, dropout=config.train.dropout)
    model.copy_heads(network, config.encoder)
    if bfloat16_pays(config.train.precision) and hasattr(encoder, "set_attn_implementation"):
        encoder.set_attn_implementation("eager")  # in bfloat16 on a CPU its backward pass is twice as fast as the fused one
    trainer = Trainer(
        model=network,
        args=_arguments(config),
        data_collator=Collator(tokenizer, config.window, seed=config.seed),
        train_dataset=_dataset(splits.train, taxonomy, tokenizer, variation=config.train.variation),
        eval_dataset=_dataset(splits.dev, taxonomy, tokenizer),
        compute_metrics=lambda prediction: _dev_metrics(prediction, taxonomy),
        callbacks=[EarlyStoppingCallback(config.train.patience), *([_Track(tracker)] if tracker else [])],
        optimizers=(_optimizer(network, config.train), None),
    )
    trainer.train()
    scorer = model.TorchScorer(network, tokenizer, taxonomy, config.window, name=f"{config.name}@{config.version}")
    scorer.wide = _wide_part(config.train.wide, scorer, splits, seed=config.seed) if config.train.wide else None
    return scorer


def _wide_part(config: WideConfig, scorer: model.TorchScorer, splits: Splits, *, seed: int) -> wide.WidePart | None:
    """The linear part, and its share of each facet by the dev split; None where no facet is the better for it."""
    texts, targets, weights = _columns(splits.train, scorer.taxonomy)
    part = wide.fit(texts, targets, weights, scorer.taxonomy, config, seed=seed)
    texts, targets, _ = _columns(splits.dev, scorer.taxonomy)
    part.shares = choose_shares(scorer.deep_logits(texts), part.logits(texts), targets, scorer.taxonomy, quick_scores)
    log.info("shares of the wide part: %s", part.shares)
    return part if any(part.shares.values()) else None


def _columns(examples: Sequence[Example], taxonomy: Taxonomy) -> tuple[list[str], NDArray[np.float32], NDArray[np.float32]]:
    """Texts, targets [examples, width] and weights."""
    targets = np.stack([encode(example.labels, taxonomy) for example in examples])
    return [example.text for example in examples], targets, np.array([example.weight for example in examples], np.float32)


def _arguments(config: RunConfig) -> TrainingArguments:
    train = config.train
    max_steps = train.max_steps
    on_cpu = train.device == "cpu" or not (torch.cuda.is_available() or torch.backends.mps.is_available())
    return TrainingArguments(
        output_dir=str(Path("runs") / "checkpoints" / f"{config.name}-{config.digest}"),
        num_train_epochs=train.epochs,
        max_steps=max_steps,
        per_device_train_batch_size=train.batch_size,
        per_device_eval_batch_size=train.batch_size * 2,
        lr_scheduler_type="linear",
        warmup_steps=train.warmup,
        eval_strategy="epoch" if max_steps < 0 else "steps",
        save_strategy="epoch" if max_steps < 0 else "steps",
        eval_steps=max(max_steps, 1),
        save_steps=max(max_steps, 1),
        save_total_limit=1,
        load_best_model_at_end=True,
        metric_for_best_model=SCORE,
        greater_is_better=True,
        train_sampling_strategy="group_by_length",
        label_names=["targets"],
        remove_unused_columns=False,
        logging_steps=20,
        report_to=[],
        seed=config.seed,
        use_cpu=on_cpu,
        bf16=on_cpu and bfloat16_pays(train.precision),
        dataloader_pin_memory=False,
        disable_tqdm=not sys.stderr.isatty(),
    )


def _dataset(examples: Sequence[Example], taxonomy: Taxonomy, tokenizer: Any, *, variation: float = 0.0) -> Dataset:
    """Columns ``text``, ``lang``, ``targets`` [width], ``weight``, ``variation`` (how likely it is varied), ``length`` (in tokens)."""
    return Dataset.from_dict(
        {
            "text": [example.text for example in examples],
            "lang": [example.lang for example in examples],
            "variation": [variation] * len(examples),
            "targets": [encode(example.labels, taxonomy).tolist() for example in examples],
            "weight": [example.weight for example in examples],
            "length": count_tokens([example.text for example in examples], tokenizer),
        }
    )


def _optimizer(network: ComplaintNetwork, config: TrainConfig) -> torch.optim.Optimizer:
    """AdamW with three speeds: token embeddings, the encoder's body, pooling and heads."""
    groups: dict[str, list[torch.nn.Parameter]] = {"embedding": [], "body": [], "head": []}
    for name, parameter in network.named_parameters():
        part = (
            "head" if not name.startswith("encoder.") else "embedding" if "word_embeddings" in name or "tok_embeddings" in name else "body"
        )
        groups[part].append(parameter)
    speeds = {"embedding": config.embedding_learning_rate, "body": config.learning_rate, "head": config.head_learning_rate}
    return torch.optim.AdamW(
        [{"params": parameters, "lr": speeds[part]} for part, parameters in groups.items()], weight_decay=config.weight_decay
    )


def _dev_metrics(prediction: EvalPrediction, taxonomy: Taxonomy) -> dict[str, float]:
    """Each facet's headline score on the dev split, uncalibrated, and their mean."""
    scores = probabilities(torch.from_numpy(np.asarray(prediction.predictions)), taxonomy, {}).numpy()
    values = quick_scores(scores, np.asarray(prediction.label_ids), taxonomy)
    named = {f"facet_{name}": value for name, value in values.items()}  # a facet may be called "loss"
    return {**named, SCORE: float(np.mean(list(values.values())))}


class _Track(TrainerCallback):
    """Hands the Trainer's numbers to MLflow, per step and epoch."""

    def __init__(self, tracker: tracking.Tracker) -> None:
        self._tracker = tracker

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, Any] | None = None, **_: Any) -> None:
        """Called by the Trainer with whatever it has measured."""
        numbers = {name: value for name, value in (logs or {}).items() if isinstance(value, (int, float))}
        self._tracker.metrics(numbers, step=state.global_step)


def _calibrate(config: RunConfig, scorer: model.TorchScorer, dev: Sequence[Example]) -> model.Calibration:
    logits = scorer.logits([example.text for example in dev])
    targets = np.stack([encode(example.labels, scorer.taxonomy) for example in dev])
    return calibrate.calibrate(logits, targets, [example.lang for example in dev], scorer.taxonomy, config.calibrate)


def _save(config: RunConfig, scorer: model.TorchScorer, splits: Splits, *, how: str, seconds: float) -> Any:
    """Write the folder, judge it as it was written, then add numbers and card."""
    keys = sorted({example.key for example in (*splits.train, *splits.dev)})
    settings = {"name": config.name, "version": config.version, "encoder": config.encoder, "data": splits.digest, "config": config.digest}
    files = {
        model.TAXONOMY: find(config.taxonomy).read_text(encoding="utf-8"),
        model.RUN: yaml.safe_dump(config.model_dump(mode="json"), sort_keys=False, allow_unicode=True),
        model.KEYS: "\n".join(keys) + "\n",
    }
    model.save(config.output, scorer, settings=settings, files=files)
    written = model.load(config.output)
    samples = config.evaluate.samples
    scores = judge(written, splits.test, samples=samples, seed=config.seed).scores
    against = None
    if config.evaluate.baseline:
        baseline = fit_baseline(splits.train, scorer.taxonomy, seed=config.seed)
        against = judge(baseline, splits.test, samples=samples, seed=config.seed).scores
    parameters = sum(parameter.numel() for parameter in scorer.network.parameters())
    page = card.render(config, splits, scorer.taxonomy, scorer.decisions, scores, against, how=how, parameters=parameters, seconds=seconds)
    for name, text in {model.METRICS: json.dumps(evaluate.to_json(scores), indent=1, ensure_ascii=False) + "\n", model.CARD: page}.items():
        (config.output / name).write_text(text, encoding="utf-8")
    model.seal(config.output)
    return scores


def _flat_scores(scores: Any) -> dict[str, float]:
    """``test.hostility.qwk`` and the like, for MLflow."""
    found = {}
    for facet, values in evaluate.to_json(scores)["facets"].items():
        for name, value in values.items():
            if isinstance(value, dict) and value.get("value") is not None:
                found[f"test.{facet}.{name}"] = float(value["value"])
    return found
