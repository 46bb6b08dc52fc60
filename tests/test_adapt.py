"""`complaints adapt`: an encoder learns a user's own words, and a training run can start from it."""

import json

import pytest
from transformers import AutoModel, AutoTokenizer

from pipeline import adapt, cli
from pipeline.assets import find
from pipeline.errors import TrainingError


def inbox(folder, count):
    path = folder / "inbox.jsonl"
    texts = [f"The gadget {number % 7} hums and the kettle {number % 5} leaks again, please help" for number in range(count)]
    rows = [{"id": f"m{number}", "text": text} for number, text in enumerate(texts)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def settings(tmp_path, *more):
    tracking = f"tracking.uri=sqlite:///{tmp_path}/mlflow.db"
    return [tracking, "max_tokens=24", "batch_size=16", "embedding_learning_rate=0.01", "body_learning_rate=0.003", "epochs=3", *more]


def test_the_loss_on_held_out_passages_falls_and_the_folder_loads_as_an_encoder(tiny_encoder, tmp_path):
    config = adapt.load_config(find("configs/adapt.yaml"), settings(tmp_path))
    done = adapt.run(str(tiny_encoder), [str(inbox(tmp_path, 300))], out=tmp_path / "out", config=config)
    assert done.after < done.before
    assert AutoModel.from_pretrained(tmp_path / "out").config.hidden_size > 0
    assert AutoTokenizer.from_pretrained(tmp_path / "out").is_fast
    assert json.loads((tmp_path / "out" / "adapted.json").read_text())["steps"] == done.steps


def test_too_few_messages_are_refused_with_the_number_that_is_needed(tiny_encoder, tmp_path):
    config = adapt.load_config(find("configs/adapt.yaml"), settings(tmp_path))
    with pytest.raises(TrainingError, match="too few"):
        adapt.run(str(tiny_encoder), [str(inbox(tmp_path, 20))], out=tmp_path / "out", config=config)


def test_the_command_says_the_loss_before_and_after(tiny_encoder, tmp_path, capsys):
    sets = [word for value in settings(tmp_path) for word in ("--set", value)]
    assert cli.main(["adapt", str(tiny_encoder), str(inbox(tmp_path, 260)), "--out", str(tmp_path / "out"), *sets]) == 0
    assert "loss on passages held out" in capsys.readouterr().err
