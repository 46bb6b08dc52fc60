"""How well stages are found and the next message is foretold, on the threads of the corpus.

In: the labelled threads of `pipeline.corpus`, and a model's records of them. Out: rows and a plain table. Stages from
gold levels must all be right; from predicted levels they are counted per language, apart for threads the model was not
trained on. The forecast is judged by ten-fold cross-validation by thread (Brier 1950; intervals by a bootstrap over
threads) against "same as the last message" and against always giving the share of rises. Run it with
``python -m pipeline.conversation [MODEL]``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline import corpus
from pipeline.conversation.forecast import WARN_FROM, features
from pipeline.curve import stages, take_off
from pipeline.ingest import message_from
from pipeline.label import Labeller
from pipeline.records import Record
from pipeline.scoring import Scorer
from pipeline.splits import split_of
from pipeline.taxonomy import Taxonomy

Array = NDArray[np.float64]
_FOLDS, _SAMPLES = 10, 2000


@dataclass(frozen=True, slots=True)
class StageScore:
    """Customer messages, and the shares whose stage and level are right, and of threads whose take-off message is."""

    name: str
    messages: int
    stage: float
    level: float
    take_off: float


@dataclass(frozen=True, slots=True)
class ForecastScore:
    """Mean squared errors of the chances (Brier), and warnings: ``hits`` of ``rises``, ``false`` alarms.

    ``gain``: by how much the error is below that of the share of rises, with the 95 % interval over threads.
    """

    name: str
    cases: int
    rises: int
    brier: float
    brier_same: float
    brier_share: float
    gain: tuple[float, float]
    hits: int
    false: int

    @property
    def wins(self) -> bool:
        """Whether it beats both comparisons beyond chance."""
        return self.gain[0] > 0 and self.brier < self.brier_same


def stage_scores(threads: Sequence[Mapping[str, Any]], levels: Sequence[Sequence[int]]) -> list[StageScore]:
    """Per language, then of the threads that training did not see, then of all; ``levels``: the customer's, per thread."""
    groups: dict[str, list[tuple[list[dict[str, Any]], Sequence[int]]]] = {}
    for thread, found in zip(threads, levels, strict=True):
        gold = [message["labels"] for message in thread["messages"] if message["role"] == "customer"]
        held = "held out" if split_of(thread["id"]) != "train" else "seen in training"
        for name in (thread["lang"], held, "all"):
            groups.setdefault(name, []).append((gold, found))
    last = ("held out", "seen in training", "all")
    return [_stage_score(name, groups[name]) for name in [*sorted(groups.keys() - set(last)), *(name for name in last if name in groups)]]


def _stage_score(name: str, pairs: Sequence[tuple[list[dict[str, Any]], Sequence[int]]]) -> StageScore:
    right = [
        (gold["stage"] == stage, gold["hostility"] == level)
        for golds, found in pairs
        for gold, stage, level in zip(golds, stages(found), found, strict=True)
    ]
    lifted = [take_off([gold["stage"] for gold in golds]) == take_off(stages(found)) for golds, found in pairs]
    stage, level = np.mean(np.array(right, float), axis=0)
    return StageScore(name, len(right), float(stage), float(level), float(np.mean(lifted)))


def forecast_cases(
    threads: Sequence[Mapping[str, Any]], heights: Sequence[Sequence[float]], *, after_reply: bool
) -> tuple[Array, Array, NDArray[np.str_]]:
    """Features [cases, 5 or 3], whether the next message is hotter (by gold levels), and the thread of each case."""
    rows, hotter, names = [], [], []
    for thread, found in zip(threads, heights, strict=True):
        messages = thread["messages"]
        places = [place for place, message in enumerate(messages) if message["role"] == "customer"]
        for number, (place, after) in enumerate(pairwise(places)):
            reply = "\n".join(message["text"] for message in messages[place + 1 : after]) if after_reply else None
            rows.append(features(found[: number + 1], reply))
            hotter.append(messages[after]["labels"]["hostility"] > messages[place]["labels"]["hostility"])
            names.append(thread["id"])
    return np.array(rows), np.array(hotter, float), np.array(names)


def forecast_score(name: str, cases: tuple[Array, Array, NDArray[np.str_]]) -> ForecastScore:
    """The forecast's errors when each thread is foretold by the others."""
    values, hotter, threads = cases
    chances, share = np.zeros(len(hotter)), np.zeros(len(hotter))
    folds = np.array([int(place) % _FOLDS for place in np.unique(threads, return_inverse=True)[1]])
    for fold in range(_FOLDS):
        weights = fitted(values[folds != fold], hotter[folds != fold])
        chances[folds == fold] = _chances(values[folds == fold], weights)
        share[folds == fold] = hotter[folds != fold].mean()
    better = (share - hotter) ** 2 - (chances - hotter) ** 2
    warned = chances >= WARN_FROM
    return ForecastScore(
        name=name,
        cases=len(hotter),
        rises=int(hotter.sum()),
        brier=float(np.mean((chances - hotter) ** 2)),
        brier_same=float(np.mean(hotter)),
        brier_share=float(np.mean((share - hotter) ** 2)),
        gain=_interval(better, threads),
        hits=int((warned & (hotter == 1)).sum()),
        false=int((warned & (hotter == 0)).sum()),
    )


def fitted(values: Array, hotter: Array) -> tuple[float, ...]:
    """Intercept and weights of a ridge logistic regression (strength 1 on standardised features), in raw units."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = values.mean(axis=0), values.std(axis=0)
    spread[spread == 0] = 1.0
    model = LogisticRegression().fit((values - mean) / spread, hotter)
    weights = model.coef_[0] / spread
    return (float(model.intercept_[0] - weights @ mean), *map(float, weights))


def _chances(values: Array, weights: Sequence[float]) -> Array:
    total: Array = weights[0] + values @ np.array(weights[1:])
    return 1 / (1 + np.exp(-total))


def _interval(gains: Array, threads: NDArray[np.str_]) -> tuple[float, float]:
    """The 95 % interval of the mean gain when threads are drawn anew."""
    _, which = np.unique(threads, return_inverse=True)
    sums, counts = np.bincount(which, gains), np.bincount(which)
    drawn = np.random.default_rng(0).integers(0, len(sums), (_SAMPLES, len(sums)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)


def report(scorer: Scorer) -> str:
    """The tables for a model."""
    threads = list(corpus.threads(scorer.taxonomy))
    levels, heights = _predicted(scorer, threads)
    gold = [[message["labels"]["hostility"] for message in thread["messages"] if message["role"] == "customer"] for thread in threads]
    rows = [("gold levels", stage_scores(threads, gold)[-1:]), (f"levels by {scorer.name}", stage_scores(threads, levels))]
    parts = [_stage_table(title, found) for title, found in rows]
    scores = [
        forecast_score(f"{source}, {moment} the reply", forecast_cases(threads, found, after_reply=moment == "after"))
        for source, found in (("gold levels", [list(map(float, row)) for row in gold]), ("predicted levels", heights))
        for moment in ("before", "after")
    ]
    return "\n\n".join([*parts, _forecast_table(scores)]) + "\n"


def _predicted(scorer: Scorer, threads: Sequence[Mapping[str, Any]]) -> tuple[list[list[int]], list[list[float]]]:
    """A model's levels and expected levels of the customer's messages, per thread."""
    items = [
        {"id": f"{number}", "thread": thread["id"], "lang": thread["lang"], "text": message["text"]}
        for thread in threads
        for number, message in enumerate(thread["messages"])
        if message["role"] == "customer"
    ]
    levels: dict[str, list[int]] = {}
    heights: dict[str, list[float]] = {}
    found = Labeller(scorer).stream(message_from(item) for item in items)
    for item, record in zip(items, found, strict=True):
        if isinstance(record, Record) and record.labels is not None and record.scores is not None:
            levels.setdefault(item["thread"], []).append(int(str(record.labels["hostility"])))
            scores = np.array(record.scores["hostility"], float)
            heights.setdefault(item["thread"], []).append(float(scores @ np.arange(len(scores))))
    return [levels[thread["id"]] for thread in threads], [heights[thread["id"]] for thread in threads]


def _stage_table(title: str, rows: Sequence[StageScore]) -> str:
    lines = [f"Stages from {title}", f"{'threads':<18}{'messages':>9}{'stage':>8}{'level':>8}{'take-off':>10}"]
    lines += [f"{row.name:<18}{row.messages:>9}{row.stage:>8.1%}{row.level:>8.1%}{row.take_off:>10.1%}" for row in rows]
    return "\n".join(lines)


def _forecast_table(rows: Sequence[ForecastScore]) -> str:
    lines = ["Is the next message hotter? Ten-fold cross-validation by thread (Brier: less is better)"]
    lines.append(f"{'':<36}{'cases':>6}{'Brier':>7}{'same':>7}{'share':>7}{'gain, 95 %':>18}{'found':>10}{'false alarms':>14}")
    for row in rows:
        gain = f"[{row.gain[0]:+.3f}, {row.gain[1]:+.3f}]"
        alarms = f"{row.false} of {row.hits + row.false}"
        head = f"{row.name:<36}{row.cases:>6}{row.brier:>7.3f}{row.brier_same:>7.3f}{row.brier_share:>7.3f}"
        lines.append(f"{head}{gain:>18}{f'{row.hits} of {row.rises}':>10}{alarms:>14}")
    return "\n".join(lines)


def refit(taxonomy: Taxonomy) -> dict[str, tuple[float, ...]]:
    """The weights of `pipeline.conversation.forecast`, from all threads and their gold levels."""
    threads = list(corpus.threads(taxonomy))
    heights = [
        [float(message["labels"]["hostility"]) for message in thread["messages"] if message["role"] == "customer"] for thread in threads
    ]
    found = {}
    for name, after_reply in (("BEFORE_REPLY", False), ("AFTER_REPLY", True)):
        values, hotter, _ = forecast_cases(threads, heights, after_reply=after_reply)
        found[name] = tuple(round(weight, 3) for weight in fitted(values, hotter))
    return found
