"""A model folder is complete, loads offline, and says what is missing."""

import json
import shutil

import numpy as np
import pytest

from pipeline import model
from pipeline.errors import ConfigError, ModelFolderError

TEXTS = ["where is my parcel", "我要退款!", "", "a" * 400, "thank you, all is well"]


@pytest.fixture
def copy(tiny_model, tmp_path):
    return shutil.copytree(tiny_model, tmp_path / "copy")


def test_a_folder_gives_the_same_scores_wherever_it_lies(tiny_model, copy):
    assert np.array_equal(model.load(tiny_model).score(TEXTS), model.load(copy).score(TEXTS))


def test_scores_do_not_depend_on_the_company_a_text_keeps(tiny_triage):
    together = tiny_triage.scorer.score(TEXTS)
    alone = np.concatenate([tiny_triage.scorer.score([text]) for text in TEXTS])
    assert np.allclose(together, alone, atol=1e-5)


def test_a_folder_holds_no_pickle(tiny_model):
    assert {path.suffix for path in tiny_model.iterdir()} <= {".json", ".safetensors", ".yaml", ".md", ".txt", ""}


@pytest.mark.parametrize(
    "name", ["model.safetensors", "taxonomy.yaml", "calibration.json", "pipeline.json", "tokenizer.json", "config.json"]
)
def test_a_missing_file_is_named_with_folder_and_remedy(copy, name):
    (copy / name).unlink()
    with pytest.raises(ModelFolderError, match=f"'{name}' is missing") as fault:
        model.load(copy)
    assert str(copy) in str(fault.value)
    assert "copy the folder again" in str(fault.value)


def test_an_altered_file_is_refused_but_the_card_may_be_edited(copy):
    (copy / "README.md").write_text("# our notes\n")
    model.load(copy)
    calibration = json.loads((copy / "calibration.json").read_text())
    (copy / "calibration.json").write_text(json.dumps(calibration | {"language_floor": 0}))
    with pytest.raises(ModelFolderError, match=r"'calibration\.json' was altered"):
        model.load(copy)


def test_weights_of_another_shape_are_told(copy):
    from safetensors.torch import load_file, save_file

    weights = load_file(copy / "model.safetensors")
    del weights["norm.weight"]
    save_file(weights, copy / "model.safetensors")
    model.seal(copy)
    with pytest.raises(ModelFolderError, match="does not fit this version"):
        model.load(copy)


@pytest.mark.parametrize(("number", "said"), [(2, "earlier version"), (99, "cannot read")])
def test_a_folder_of_another_format_is_refused(tiny_model, tmp_path, number, said):
    copy = shutil.copytree(tiny_model, tmp_path / "model")
    settings = json.loads((copy / model.SETTINGS).read_text(encoding="utf-8"))
    (copy / model.SETTINGS).write_text(json.dumps(settings | {"format": number}), encoding="utf-8")
    model.seal(copy)
    with pytest.raises(ModelFolderError, match=said):
        model.load(copy)


def test_a_folder_that_is_no_model_says_what_to_give(tmp_path):
    with pytest.raises(ModelFolderError, match="models/default"):
        model.load(tmp_path)


def test_a_missing_encoder_says_how_to_get_one():
    with pytest.raises(ConfigError, match="make encoder"):
        model.load_encoder("models/no-such-encoder", offline=True)


def test_an_encoder_may_be_taken_from_a_model_folder(tiny_model, tiny_triage):
    import torch

    encoder, tokenizer = model.load_encoder(str(tiny_model), offline=True)
    shipped = tiny_triage.scorer.network.encoder.state_dict()
    assert all(torch.equal(tensor, shipped[name]) for name, tensor in encoder.state_dict().items())
    assert tokenizer("abc")["input_ids"] == tiny_triage.scorer.tokenizer("abc")["input_ids"]


def test_training_on_starts_from_the_heads_of_facets_that_stayed(tiny_model, tiny_triage, taxonomy):
    import torch

    from pipeline.network import ComplaintNetwork
    from pipeline.taxonomy import Facet

    facets = dict(taxonomy.facets) | {"types": Facet(kind="many", labels=["engine", "paint"])}
    encoder, _ = model.load_encoder(str(tiny_model), offline=True)
    network = ComplaintNetwork(encoder, 16, taxonomy.model_copy(update={"facets": facets}), dropout=0.0)
    model.copy_heads(network, str(tiny_model))
    known = tiny_triage.scorer.network.heads
    assert torch.equal(network.heads["intent"].weight, known["intent"].weight)
    assert torch.equal(network.heads["hostility"].score.weight, known["hostility"].score.weight)
    assert network.heads["types"].weight.shape == (2, 16)


def test_a_folder_whose_weights_do_not_fit_is_refused(tiny_encoder, tmp_path):
    from safetensors.torch import load_file, save_file

    folder = shutil.copytree(tiny_encoder, tmp_path / "encoder")
    weights = load_file(folder / "model.safetensors")
    save_file({f"other.{name}": tensor for name, tensor in weights.items()}, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ConfigError, match="lacks"):
        model.load_encoder(str(folder), offline=True)


def test_what_is_too_long_to_be_read_is_counted(tiny_triage):
    room = 32 + 19 * 24
    unread = tiny_triage.scorer.unread(["a" * 100, "a" * (room + 40)])
    assert unread[0] == 0
    assert 40 <= unread[1] <= 50


def test_calibration_survives_the_folder(tiny_triage):
    assert tiny_triage.scorer.decisions.limits == {"intent": 0.3}
    assert tiny_triage.scorer.decisions.languages == {"en": 50, "zh-Hans": 50}
