"""What each stage of the encoder's recipe is worth downstream: `python -m tests.benchmarks.encoder_downstream`.

The same heads, data (corpus and gold), steps and three seeds from random weights, from word alignment alone, and from the shipped
encoder: macro-F1 of types and quadratic kappa of hostility on the dev splits, over all and per language, with thresholds that
the same dev splits chose: numbers to compare with one another. No wide part stands beside the network. Then zero-shot
transfer: trained on English and Chinese alone. Finished runs are kept in ``runs/encoder_downstream``; ``seed=1`` for one seed alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import AutoTokenizer, BertModel

from pipeline import calibrate, config, data, evaluate, train
from pipeline.encoder import recipe as recipes
from pipeline.encoder.settings import EncoderRecipe
from pipeline.evaluate.judge import judge
from pipeline.strict_yaml import read_yaml, validate
from pipeline.targets import encode
from pipeline.taxonomy import Taxonomy

HOME, SEEDS, STEPS = Path("runs/encoder_downstream"), (1, 2, 3), 120
STAGES = ("random", "aligned", "shipped")
SOURCES = "data.sources=[{use: corpus}, {use: configs/sources/gold.yaml}]"
MEASURES = {"types": "macro_f1", "hostility": "qwk"}
KNOWN = ("en", "zh-Hans", "zh-Hant")


def encoder_of(stage: str) -> Path:
    """A folder with the encoder as it is after ``stage``."""
    if stage == "shipped":
        return Path("models/encoder")
    folder = HOME / "encoders" / stage
    if not folder.exists():
        recipe = validate(EncoderRecipe, read_yaml(Path("configs/encoder.yaml")), where="configs/encoder.yaml")
        torch.manual_seed(0)
        tokenizer = Tokenizer.from_file("models/encoder/tokenizer.json")
        table = recipes.aligned_embeddings(recipe, tokenizer)
        student: Any = recipes.student_of(tokenizer, table, recipe, body=recipes.teacher_folder()).model
        if stage == "random":
            student = BertModel(student.config, add_pooling_layer=False)
        student.save_pretrained(folder)
        AutoTokenizer.from_pretrained("models/encoder").save_pretrained(folder)
    return folder


def run(name: str, encoder: Path, seed: int, *, languages: Sequence[str] | None = None) -> dict[str, dict[str, float]]:
    """``facet → language → score`` on dev (``all`` for all languages), trained on ``languages`` only."""
    settings = [
        f"encoder={encoder}",
        f"seed={seed}",
        f"train.max_steps={STEPS}",
        "train.wide=null",
        SOURCES,
        f"tracking.uri=sqlite:///{HOME}/mlflow.db",
    ]
    chosen = config.load(Path("configs/default.yaml"), settings)
    kept = HOME / f"{name}-{seed}-{chosen.digest}.json"
    if kept.exists():
        found: dict[str, dict[str, float]] = json.loads(kept.read_text(encoding="utf-8"))
        return found
    taxonomy = Taxonomy.from_file(chosen.taxonomy)
    splits = data.load(chosen.data, taxonomy, seed=7)
    if languages:
        splits = replace(splits, train=tuple(example for example in splits.train if example.lang in languages))
    scorer = train.fit(chosen, taxonomy, splits)
    logits, targets = scorer.logits([example.text for example in splits.dev]), [encode(example.labels, taxonomy) for example in splits.dev]
    languages_of = [example.lang for example in splits.dev]
    scorer.calibration = calibrate.calibrate(logits, np.stack(targets), languages_of, taxonomy, chosen.calibrate)
    judged = evaluate.to_json(judge(scorer, splits.dev, samples=1, seed=0).scores)
    scores = {facet: {"all": _value(judged["facets"], facet, name)} for facet, name in MEASURES.items()}
    for language, facets in judged["languages"].items():
        for facet, name in MEASURES.items():
            scores[facet][language] = _value(facets, facet, name)
    kept.write_text(json.dumps(scores), encoding="utf-8")
    return scores


def _value(facets: Any, facet: str, name: str) -> float:
    return float(facets[facet][name]["value"])


def table(rows: dict[str, list[dict[str, dict[str, float]]]], facet: str) -> str:
    """A Markdown table: a row per run, the mean over seeds."""
    languages = list(next(iter(rows.values()))[0][facet])
    lines = [f"| {facet} | {' | '.join(languages)} |", "| --- |" + " --- |" * len(languages)]
    for name, found in rows.items():
        lines.append(
            f"| {name} | " + " | ".join(f"{mean(scores[facet][language] for scores in found):.3f}" for language in languages) + " |"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Run what is missing, print the tables."""
    HOME.mkdir(parents=True, exist_ok=True)
    seeds = [int(argument.removeprefix("seed=")) for argument in arguments] or SEEDS
    rows: dict[str, list[dict[str, dict[str, float]]]] = {}
    for seed in seeds:  # a seed at a time, so that a run that was stopped leaves rows that can be compared
        for stage in STAGES:
            rows.setdefault(stage, []).append(run(stage, encoder_of(stage), seed))
        rows.setdefault("shipped, en + zh only", []).append(run("zero-shot", encoder_of("shipped"), seed, languages=KNOWN))
    for facet in MEASURES:
        sys.stdout.write(table(rows, facet) + "\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])
