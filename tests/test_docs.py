"""What is written is true: the README's code runs, its commands exist, it stays short."""

import re
import subprocess

import pytest

from pipeline.cli import parser


@pytest.fixture(scope="module")
def readme(root):
    return (root / "README.md").read_text(encoding="utf-8")


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def test_the_readme_is_under_200_lines(readme):
    assert len(readme.splitlines()) < 200


def test_the_readme_opens_with_the_two_commands(readme):
    assert blocks(readme, "bash")[0].split("\n")[-3:-1] == ["make run", "make test"]


def test_the_python_in_the_readme_runs(readme, tiny_model, monkeypatch, tmp_path):
    monkeypatch.setenv("COMPLAINTS_MODEL", str(tiny_model))
    monkeypatch.chdir(tmp_path)
    found = blocks(readme, "python")
    assert found
    for block in found:
        exec(compile(block, "README.md", "exec"), {})


def test_every_command_in_the_readme_exists(readme):
    commands = set(re.findall(r"^complaints (\w+)", "\n".join(blocks(readme, "bash")), re.M))
    assert commands >= {"label", "train", "evaluate", "serve"}
    usage = parser().format_help()
    assert [command for command in commands if f"    {command} " not in usage] == []


def test_every_make_target_in_the_readme_is_on_the_menu(readme, root):
    menu = subprocess.run(["make", "menu"], capture_output=True, text=True, cwd=root, check=True).stdout
    targets = set(re.findall(r"`make ([a-z-]+)`", readme))
    assert targets
    assert [target for target in targets if not re.search(rf"^{target} ", menu, re.M)] == []


def test_every_file_the_readme_links_to_is_there(readme, root):
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", readme) if "://" not in link]
    assert links
    assert [link for link in links if not (root / link).exists()] == []


def test_the_changelog_tells_of_this_version(root):
    import tomllib

    version = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    changelog = (root / "docs" / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (\S+)", changelog, re.M).group(1) == version
