"""Learning from few examples: the encoder stays as it is, and each facet's head is a regression that is held back.

In: a run's config and its examples, too few for its encoder to learn from. Out: a calibrated `TorchScorer` of the one
format, and what is to be said of it. Each message is read once; a head then maximises the penalised likelihood of
what the records say, on standardised states (L-BFGS). It is drawn to where it started: to nothing, or to the head of
the model whose folder was named as encoder. How strongly is chosen by cross-validation over whole threads, whose
held-out logits also calibrate the model: none of so few examples is set aside for that.
"""

from __future__ import annotations

import copy
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from pipeline import calibrate, model
from pipeline.config import RunConfig
from pipeline.data import Example, Splits
from pipeline.evaluate.judge import quick_scores
from pipeline.network import ComplaintNetwork, OrdinalHead, negative_log_likelihood, probabilities
from pipeline.targets import encode
from pipeline.taxonomy import Facet, Taxonomy

log = logging.getLogger(__name__)
STRENGTHS = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)  # of the penalty
_FOLDS = 10
_ROUNDS = 100  # of L-BFGS
_HOLD = 1e-3  # of thresholds and biases: a label never seen stays possible

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Learnt:
    """A calibrated scorer, its scores in cross-validation by facet, and how it was made, for the log and the card."""

    scorer: model.TorchScorer
    scores: dict[str, float]
    how: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one head learns from: ``states`` [examples, width], standardised; ``targets`` of its facet; ``weights``; ``folds``."""

    facet: Facet
    states: Tensor
    targets: Tensor
    weights: Tensor
    folds: Tensor


def without_dev(splits: Splits) -> Splits:
    """The same with the dev split among the training examples: cross-validation does what it is for."""
    return Splits((*splits.train, *splits.dev), (), splits.test)


def learn(config: RunConfig, taxonomy: Taxonomy, examples: Sequence[Example]) -> Learnt:
    """A scorer for ``taxonomy`` from a few ``examples``."""
    encoder, tokenizer = model.load_encoder(config.encoder, offline=config.offline)
    model.check_window(config.window, encoder)
    network = ComplaintNetwork(encoder, encoder.config.hidden_size, taxonomy, dropout=0.0)
    for parameter in network.heads.parameters():
        nn.init.zeros_(parameter)
    model.copy_heads(network, config.encoder)
    scorer = model.TorchScorer(network, tokenizer, taxonomy, config.window, name=f"{config.name}@{config.version}")
    targets = np.stack([encode(example.labels, taxonomy) for example in examples])
    weights = torch.tensor([example.weight for example in examples])
    folds = folds_of([example.group for example in examples], config.seed)
    logits = fit_heads(network, states_of(scorer, [example.text for example in examples]), targets, weights, folds)
    languages = [example.lang for example in examples]
    scorer.calibration = calibrate.calibrate(logits, targets, languages, taxonomy, config.calibrate)
    scores = quick_scores(probabilities(torch.from_numpy(logits), taxonomy, {}).numpy(), targets, taxonomy)
    how = _how(config, taxonomy, len(examples), int(folds.max()) + 1, scores)
    log.warning("%s", how)
    return Learnt(scorer, scores, how)


def states_of(scorer: model.TorchScorer, texts: Sequence[str]) -> Tensor:
    """What the heads read of each text: [texts, facets, width]."""
    found: list[Tensor] = []
    hook = scorer.network.norm.register_forward_hook(lambda _module, _given, normed: found.append(normed.cpu()))
    for text in texts:
        scorer.logits([text])
    hook.remove()
    return torch.cat(found).clone()  # out of inference mode


def folds_of(groups: Sequence[str], seed: int) -> Tensor:
    """The fold of each example: whole groups, in folds of like size."""
    names = sorted(set(groups))
    random.Random(seed).shuffle(names)
    number = {name: position % _FOLDS for position, name in enumerate(names)}
    return torch.tensor([number[group] for group in groups])


def fit_heads(network: ComplaintNetwork, states: Tensor, targets: Rows, weights: Tensor, folds: Tensor) -> Rows:
    """Fit every head of ``network``; the logits [examples, width] of those heads that had not seen the example."""
    parts, start = [], 0
    for position, (name, facet) in enumerate(network.facets.items()):
        truth = torch.from_numpy(targets[:, start : start + len(facet.labels)])
        start += len(facet.labels)
        centre = states[:, position].mean(0)
        scale = (states[:, position].std(0, unbiased=False) + 1e-3) * states.shape[-1] ** 0.5  # each state is then about 1 long
        lesson = Lesson(facet, (states[:, position] - centre) / scale, truth, weights, folds)
        head = network.heads[name]
        _rewrite(head, centre, scale)
        tried = {strength: _held_out(head, lesson, strength) for strength in STRENGTHS}
        losses = {strength: float(negative_log_likelihood(facet, logits, truth) @ weights) for strength, logits in tried.items()}
        best = min(losses, key=losses.__getitem__)
        head.load_state_dict(_fitted(head, lesson, best, torch.ones_like(folds, dtype=torch.bool)).state_dict())
        _rewrite(head, -centre / scale, 1 / scale)
        parts.append(tried[best])
    found: Rows = torch.cat(parts, dim=1).numpy()
    return found


def _held_out(head: nn.Module, lesson: Lesson, strength: float) -> Tensor:
    logits = torch.zeros(lesson.targets.shape)
    for fold in lesson.folds.unique():
        aside = lesson.folds == fold
        fitted = _fitted(head, lesson, strength, ~aside)
        with torch.no_grad():
            logits[aside] = fitted(lesson.states[aside])
    return logits


def _fitted(head: nn.Module, lesson: Lesson, strength: float, rows: Tensor) -> nn.Module:
    """``head`` after learning from some ``rows``, drawn to where it is."""
    learner = copy.deepcopy(head)
    parameters, starts = list(learner.parameters()), [start.detach().clone() for start in head.parameters()]
    states, targets, weights = lesson.states[rows], lesson.targets[rows], lesson.weights[rows]
    optimizer = torch.optim.LBFGS(parameters, max_iter=_ROUNDS, tolerance_grad=1e-3, tolerance_change=1e-6, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        value = negative_log_likelihood(lesson.facet, learner(states), targets) @ weights
        for parameter, start in zip(parameters, starts, strict=True):
            value = value + (strength if parameter.dim() > 1 else _HOLD) * (parameter - start).square().sum() / 2
        value.backward()
        return value

    optimizer.step(loss)
    return learner


@torch.no_grad()
def _rewrite(head: nn.Module, centre: Tensor, scale: Tensor) -> None:
    """Change ``head`` so that it says of (x - centre) / scale what it said of x."""
    if isinstance(head, OrdinalHead):
        head.first.sub_((head.score.weight @ centre).squeeze())
        head.score.weight.mul_(scale)
    elif isinstance(head, nn.Linear):
        head.bias.add_(head.weight @ centre)
        head.weight.mul_(scale)


def _how(config: RunConfig, taxonomy: Taxonomy, examples: int, folds: int, scores: dict[str, float]) -> str:
    names = {"one": "macro-F1", "many": "mean average precision", "ordinal": "quadratic kappa"}
    told = ", ".join(f"{taxonomy.facet_name(name)} {names[taxonomy.facets[name].kind]} {value:.2f}" for name, value in scores.items())
    return (
        f"{examples} messages are few (below train.few: {config.train.few}): the encoder stays as it is and the heads alone learn. "
        f"How strongly they are held back, and the calibration, come from cross-validation in {folds} parts; in it: {told}."
    )
