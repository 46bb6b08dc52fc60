"""The house: modules one can hold in the head, imports that do nothing, heavy things late."""

import ast
import subprocess
import sys

import pytest

import pipeline

HEAVY = ("torch", "transformers", "spacy", "mlflow", "sklearn", "datasets", "pandas", "pyarrow", "scipy")


def modules(root):
    return sorted((root / "pipeline").rglob("*.py"))


def test_no_module_is_over_300_lines(root):
    long = {str(path.relative_to(root)): count for path in modules(root) if (count := len(path.read_text().splitlines())) > 300}
    assert long == {}


def test_functions_are_short(root):
    lengths = {}
    for path in modules(root):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                lengths[f"{path.relative_to(root)}:{node.name}"] = node.end_lineno - node.lineno + 1
    assert {name: count for name, count in lengths.items() if count > 50} == {}
    assert sum(count <= 30 for count in lengths.values()) >= 0.9 * len(lengths)


def test_every_module_opens_with_its_contract(root):
    assert [path for path in modules(root) if not ast.get_docstring(ast.parse(path.read_text()))] == []


def test_there_is_no_dumping_ground(root):
    assert {path.stem for path in modules(root)} & {"utils", "helpers", "common", "misc"} == set()


def test_the_command_line_starts_without_heavy_packages():
    code = "import sys, pipeline, pipeline.cli; pipeline.cli.parser(); print(*[m for m in sys.argv[1].split(',') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code, ",".join(HEAVY)], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""


def test_importing_writes_nothing_and_sets_nothing_up(tmp_path):
    code = "import logging, pipeline, pipeline.cli, pipeline.label, pipeline.config; print(logging.getLogger().handlers)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert found.stdout.strip() == "[]"
    assert list(tmp_path.iterdir()) == []


def test_the_public_names_are_those_that_can_be_imported():
    assert pipeline.__all__ == sorted(pipeline.__all__, key=str.lstrip)
    for name in pipeline.__all__:
        assert getattr(pipeline, name) is not None
    with pytest.raises(AttributeError):
        _ = pipeline.no_such_name


def test_the_top_level_holds_what_the_user_chose(root):
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=root, check=False).stdout.split()
    if not tracked:
        pytest.skip("no git checkout")
    allowed = {"pipeline", "models", "notebooks", "configs", "tests", "docs", ".ci", "Makefile", "pyproject.toml", "README.md"}
    assert {name.split("/")[0] for name in tracked} - {".gitignore", ".gitattributes"} <= allowed
