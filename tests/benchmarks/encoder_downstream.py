"""What each stage of the encoder's recipe is worth downstream: `python -m tests.benchmarks.encoder_downstream`.

The same heads, data (corpus and gold), steps and three seeds from (a) random weights, (b) word alignment alone, (c) distillation,
(d) masked-language-model steps: macro-F1 of types and quadratic kappa of hostility on the dev splits, over all and per
language. Then zero-shot transfer: trained on English and Chinese alone. Finished runs are kept in ``runs/encoder_downstream``.
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

from pipeline import config, data, evaluate, train
from pipeline.encoder import recipe as recipes
from pipeline.encoder.settings import EncoderRecipe
from pipeline.evaluate.judge import judge
from pipeline.strict_yaml import read_yaml, validate
from pipeline.taxonomy import Taxonomy

HOME, SEEDS, STEPS = Path("runs/encoder_downstream"), (1, 2, 3), 120
STAGES = ("random", "aligned", "distilled", "masked")
SOURCES = "data.sources=[{use: corpus}, {use: configs/sources/gold.yaml}]"
MEASURES = {"types": "macro_f1", "hostility": "qwk"}
KNOWN = ("en", "zh-Hans", "zh-Hant")


def encoder_of(stage: str) -> Path:
    """A folder with the encoder as it is after ``stage``."""
    if stage == "masked":
        return Path("models/encoder")
    folder = HOME / "encoders" / stage
    if not folder.exists():
        recipe = validate(EncoderRecipe, read_yaml(Path("configs/encoder.yaml")), where="configs/encoder.yaml")
        torch.manual_seed(0)
        tokenizer = Tokenizer.from_file(str(recipe.work / "tokenizer.json"))
        student: Any = recipes.student_of(tokenizer, np.load(recipe.work / "embeddings.npy"), recipe, body=recipes.teacher_folder()).model
        if stage == "random":
            student = BertModel(student.config, add_pooling_layer=False)
        if stage == "distilled":
            student.load_state_dict(torch.load(recipe.work / "distilled.pt", weights_only=True)["model"])
        student.save_pretrained(folder)
        AutoTokenizer.from_pretrained("models/encoder").save_pretrained(folder)
    return folder


def run(name: str, encoder: Path, seed: int, *, languages: Sequence[str] | None = None) -> dict[str, dict[str, float]]:
    """``facet → language → score`` on dev (``all`` for all languages), trained on ``languages`` only."""
    kept = HOME / f"{name}-{seed}.json"
    if kept.exists():
        found: dict[str, dict[str, float]] = json.loads(kept.read_text(encoding="utf-8"))
        return found
    settings = [f"encoder={encoder}", f"seed={seed}", f"train.max_steps={STEPS}", SOURCES, f"tracking.uri=sqlite:///{HOME}/mlflow.db"]
    chosen = config.load(Path("configs/default.yaml"), settings)
    taxonomy = Taxonomy.from_file(chosen.taxonomy)
    splits = data.load(chosen.data, taxonomy, seed=7)
    if languages:
        splits = replace(splits, train=tuple(example for example in splits.train if example.lang in languages))
    scorer = train.fit(chosen, taxonomy, splits)
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


def main() -> None:
    """Run what is missing, print the tables."""
    HOME.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[dict[str, dict[str, float]]]] = {}
    for seed in SEEDS:  # a seed at a time, so that a run that was stopped leaves rows that can be compared
        for stage in STAGES:
            rows.setdefault(stage, []).append(run(stage, encoder_of(stage), seed))
        rows.setdefault("masked, en + zh only", []).append(run("zero-shot", encoder_of("masked"), seed, languages=KNOWN))
    for facet in MEASURES:
        sys.stdout.write(table(rows, facet) + "\n\n")


if __name__ == "__main__":
    main()
