"""YAML at the door: complete runs load, and every fault is told with its place and its remedy."""

import pytest

from pipeline import config
from pipeline.errors import ConfigError
from pipeline.strict_yaml import apply_overrides, read_yaml

RUNS = ["default.yaml", "smoke.yaml", "xlm-roberta-base.yaml"]


@pytest.mark.parametrize("name", RUNS)
def test_the_shipped_runs_are_complete_and_valid(root, name):
    assert config.load(root / "configs" / name).name == name.removesuffix(".yaml")


def test_every_knob_stands_in_the_file(root, tmp_path):
    lines = (root / "configs" / "default.yaml").read_text(encoding="utf-8").splitlines()
    (tmp_path / "run.yaml").write_text("\n".join(line for line in lines if "patience" not in line and "samples" not in line))
    with pytest.raises(ConfigError) as fault:
        config.load(tmp_path / "run.yaml")
    assert "train.patience: missing" in str(fault.value)
    assert "evaluate.samples: missing" in str(fault.value)


def test_a_wrong_key_is_told_with_file_place_and_the_right_spelling(root, tmp_path):
    text = (root / "configs" / "default.yaml").read_text(encoding="utf-8").replace("  learning_rate:", "  learning_rte:")
    (tmp_path / "run.yaml").write_text(text)
    with pytest.raises(ConfigError) as fault:
        config.load(tmp_path / "run.yaml")
    assert str(tmp_path / "run.yaml") in str(fault.value)
    assert "train.learning_rte: unknown key; did you mean 'learning_rate'?" in str(fault.value)
    assert fault.value.exit_code == 2


def test_overrides_go_through_the_same_gate(root):
    found = config.load(root / "configs" / "default.yaml", ["train.epochs=2", "train.learning_rate=3e-5", "evaluate.baseline=false"])
    assert (found.train.epochs, found.train.learning_rate, found.evaluate.baseline) == (2, 3e-5, False)
    with pytest.raises(ConfigError, match="did you mean 'epochs'"):
        config.load(root / "configs" / "default.yaml", ["train.epoch=2"])
    with pytest.raises(ConfigError, match="write key=value"):
        config.load(root / "configs" / "default.yaml", ["train.epochs"])


def test_overrides_leave_what_they_are_laid_over_alone():
    values = {"train": {"epochs": 1}}
    assert apply_overrides(values, ["train.epochs=5"]) == {"train": {"epochs": 5}}
    assert values == {"train": {"epochs": 1}}


def test_any_change_of_a_setting_changes_the_digest(root):
    path = root / "configs" / "default.yaml"
    assert config.load(path).digest == config.load(path).digest
    assert config.load(path).digest != config.load(path, ["seed=8"]).digest


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\nb: 2\na: 3\n", ":3: key 'a' is given twice"),
        ("no: Norwegian\n", ":1: key 'no' is read as False"),
        ("a: [1, 2\nb: 3\n", "is not valid YAML"),
        ("- a\n- b\n", "holds no 'key: value' lines"),
    ],
)
def test_the_traps_of_yaml_are_shut(tmp_path, text, told):
    (tmp_path / "x.yaml").write_text(text)
    with pytest.raises(ConfigError) as fault:
        read_yaml(tmp_path / "x.yaml")
    assert told in str(fault.value)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ConfigError, match="check the path"):
        read_yaml(tmp_path / "none.yaml")
