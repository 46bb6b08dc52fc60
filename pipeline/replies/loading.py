"""Folders of YAML → a checked `Book` of blocks, recipes, languages and limits.

In: the shipped folder and, laid over it, a user's own. Over a block, text, language or limit of the same name the later
folder wins; recipes are added, and those with a known id replaced. Out: everything compiled. What is wrong is raised with
file, line and remedy before a single reply is written: unknown label, slot, block or key, text that a language lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError
from pipeline.replies.book import BlockPlan, Book, RecipePlan, Texts, VariantPlan
from pipeline.replies.conditions import Condition, vocabulary
from pipeline.replies.places import place
from pipeline.replies.schema import KNOWN, SLOTS, Block, BlocksFile, Language, Limits, Preference, Recipe, RecipesFile, Variant, When
from pipeline.replies.templates import Template, TemplateError
from pipeline.strict_yaml import read_yaml, validate
from pipeline.taxonomy import Taxonomy

QUESTIONS = "questions"
"""The key in a language's texts under which the DISCOVERY questions stand."""
_LANGUAGE_FILE = "language.yaml"


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as it was read, with the file it stands in."""

    text: str
    path: Path


def load_book(folders: Sequence[Path], taxonomies: Sequence[Taxonomy]) -> Book:
    """The book of ``folders``, the later laid over the earlier; conditions may name what any of ``taxonomies`` knows.

    Raises:
        ConfigError: anything that would fail later, with file and line.
    """
    words = vocabulary(taxonomies, KNOWN)
    blocks, questions, short = _blocks(folders, words)
    recipes = _recipes(folders, blocks, words)
    limits = _limits(folders)
    return Book(
        blocks={name: _block_plan(block) for name, block in blocks.items()},
        questions={name: Condition.of(question.when, question.unless) for name, question in questions.items()},
        recipes=tuple(map(_recipe_plan, recipes)),
        languages=_languages(folders, blocks, questions, _signature(limits)),
        limits=limits,
        short_channels=short,
    )


def _present(folders: Sequence[Path], name: str) -> Iterator[Path]:
    return (folder / name for folder in folders if (folder / name).exists())


def _blocks(folders: Sequence[Path], words: Mapping[str, frozenset[str]]) -> tuple[dict[str, Block], dict[str, Variant], frozenset[str]]:
    blocks: dict[str, Block] = {}
    questions: dict[str, Variant] = {}
    short: tuple[str, ...] = ()
    for path in _present(folders, "blocks.yaml"):
        found = validate(BlocksFile, read_yaml(path), where=str(path))
        short = short if found.short_channels is None else found.short_channels
        for name, block in found.blocks.items():
            _check_block(path, name, block, words)
        for name, question in found.questions.items():
            _check_conditions(path, (QUESTIONS, name), question, words)
        blocks |= found.blocks
        questions |= found.questions
    return blocks, questions, frozenset(short)


def _check_block(path: Path, name: str, block: Block, words: Mapping[str, frozenset[str]]) -> None:
    _check_when(path, ("blocks", name, "unless"), block.unless, words)
    for key, variant in block.variants.items():
        _check_conditions(path, ("blocks", name, "variants", key), variant, words)
    if block.each is None:
        return
    if block.each not in words:
        raise _unknown(path, ("blocks", name, "each"), block.each, words)
    for key in block.variants:
        if key not in words[block.each]:
            raise _unknown(path, ("blocks", name, "variants", key), key, words[block.each])


def _check_conditions(path: Path, keys: tuple[str | int, ...], found: Variant | Recipe, words: Mapping[str, frozenset[str]]) -> None:
    _check_when(path, (*keys, "when"), found.when, words)
    _check_when(path, (*keys, "unless"), found.unless, words)


def _check_when(path: Path, keys: tuple[str | int, ...], when: When, words: Mapping[str, frozenset[str]]) -> None:
    for key, values in when.items():
        if key not in words:
            raise _unknown(path, (*keys, key), key, words)
        for value in values:
            if value not in words[key]:
                raise _unknown(path, (*keys, key), value, words[key])


def _unknown(path: Path, keys: Sequence[str | int], found: str, allowed: Any) -> ConfigError:
    return ConfigError(f"unknown: '{found}'", where=place(path, keys), hint=f"allowed here: {', '.join(sorted(allowed))}")


def _recipes(folders: Sequence[Path], blocks: Mapping[str, Block], words: Mapping[str, frozenset[str]]) -> list[Recipe]:
    recipes: dict[str, Recipe] = {}
    for path in _present(folders, "recipes.yaml"):
        found = validate(RecipesFile, read_yaml(path), where=str(path))
        for number, recipe in enumerate(found.recipes):
            _check_recipe(path, number, recipe, blocks, words)
        for number, name in enumerate(found.without):
            if recipes.pop(name, None) is None:
                raise _unknown(path, ("without", number), name, recipes)
        recipes |= {recipe.id: recipe for recipe in found.recipes}
    return list(recipes.values())


def _check_recipe(path: Path, number: int, recipe: Recipe, blocks: Mapping[str, Block], words: Mapping[str, frozenset[str]]) -> None:
    _check_conditions(path, ("recipes", number), recipe, words)
    for place_of, preference in enumerate(recipe.prefer):
        _check_when(path, ("recipes", number, "prefer", place_of, "when"), preference.when, words)
    for name in (name for paragraph in recipe.paragraphs for name in paragraph):
        if name not in blocks:
            raise _unknown(path, ("recipes", number, "paragraphs"), name, blocks)


def _block_plan(block: Block) -> BlockPlan:
    variants = {key: VariantPlan(key, Condition.of(variant.when, variant.unless), variant.why) for key, variant in block.variants.items()}
    return BlockPlan(Condition.of({}, block.unless), block.each, variants)


def _recipe_plan(recipe: Recipe) -> RecipePlan:
    return RecipePlan(
        id=recipe.id,
        kind=recipe.kind,
        title=recipe.title,
        why=recipe.why,
        hold=recipe.hold,
        condition=Condition.of(recipe.when, recipe.unless),
        priority=recipe.priority,
        prefer=tuple(map(_preference_plan, recipe.prefer)),
        paragraphs=recipe.paragraphs,
    )


def _preference_plan(preference: Preference) -> tuple[Condition, int, str]:
    return Condition.of(preference.when, {}), preference.by, preference.why


def _limits(folders: Sequence[Path]) -> Limits:
    values: dict[str, Any] = {}
    where = ""
    for path in _present(folders, "limits.yaml"):
        values |= read_yaml(path)
        where = str(path)
    return validate(Limits, values, where=where)


def _signature(limits: Limits) -> str:
    """What ``{signature}`` stands for: the agent's name and, where it is configured, the company below it."""
    return "{agent_name}\n{company}" if limits.company else "{agent_name}"


def _languages(folders: Sequence[Path], blocks: Mapping[str, Block], questions: Mapping[str, Variant], signature: str) -> dict[str, Texts]:
    codes = sorted({entry.name for folder in folders for entry in folder.iterdir() if entry.is_dir() and any(entry.glob("*.yaml"))})
    of = {code: [folder / code for folder in folders if (folder / code).is_dir()] for code in codes}
    return {code: _language(of[code], blocks, questions, signature) for code in codes}


def _language(folders: Sequence[Path], blocks: Mapping[str, Block], questions: Mapping[str, Variant], signature: str) -> Texts:
    wanted = {name: set(block.variants) for name, block in blocks.items()} | {QUESTIONS: set(questions)}
    texts: dict[str, dict[str, _Text]] = {name: {} for name in wanted}
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            if path.name != _LANGUAGE_FILE:
                _read_texts(path, wanted, texts)
    _check_complete(folders[-1], wanted, texts)
    compiled = {name: {key: _template(name, key, text, signature) for key, text in inner.items()} for name, inner in texts.items()}
    asked = {key: text.text for key, text in texts[QUESTIONS].items()}
    return Texts(_language_file(folders), {name: inner for name, inner in compiled.items() if name != QUESTIONS}, asked)


def _language_file(folders: Sequence[Path]) -> Language:
    paths = list(_present(folders, _LANGUAGE_FILE))
    if not paths:
        raise ConfigError(
            f"'{_LANGUAGE_FILE}' is missing", where=str(folders[-1]), hint="copy it from configs/replies/en and change the words"
        )
    return validate(Language, read_yaml(paths[-1]), where=str(paths[-1]))


def _read_texts(path: Path, wanted: Mapping[str, set[str]], texts: dict[str, dict[str, _Text]]) -> None:
    for name, inner in read_yaml(path).items():
        if name not in wanted:
            raise _unknown(path, (name,), name, wanted)
        if not isinstance(inner, dict):
            raise ConfigError(f"'{name}' holds no variants", where=place(path, (name,)), hint=f"write: {', '.join(sorted(wanted[name]))}")
        for key, text in inner.items():
            if key not in wanted[name]:
                raise _unknown(path, (name, key), key, wanted[name])
            if not isinstance(text, str):
                raise ConfigError(f"'{name}.{key}' is no text", where=place(path, (name, key)), hint="put quotes around it")
            texts[name][key] = _Text(text, path)


def _check_complete(folder: Path, wanted: Mapping[str, set[str]], texts: Mapping[str, Mapping[str, _Text]]) -> None:
    missing = [f"{name}.{key}" for name, keys in wanted.items() for key in sorted(keys) if key not in texts[name]]
    if missing:
        path = folder / "texts.yaml"
        where = place(path, (missing[0].partition(".")[0],)) if path.exists() else str(path)
        more = f" and {len(missing) - 8} more" if len(missing) > 8 else ""
        raise ConfigError(f"missing: {', '.join(missing[:8])}{more}", where=where, hint="write them; blocks.yaml says what each must say")


def _template(name: str, key: str, text: _Text, signature: str) -> Template:
    try:
        return Template.of(text.text.replace("{signature}", signature), SLOTS)
    except TemplateError as fault:
        where = place(text.path, (name, key))
        raise ConfigError(f"'{name}.{key}' {fault}", where=where, hint=f"slots are: {', '.join(sorted(SLOTS))}") from None
