"""A model folder: all that is needed to label, and nothing that can run code.

    config.json  model.safetensors  tokenizer.json …   the encoder as Hugging Face writes it, heads beside it
    taxonomy.yaml     what the labels are               pipeline.json      name, version, windows
    calibration.json  temperatures, offsets, thresholds run.yaml           the run that made it
    metrics.json      what was measured, on what        training_keys.txt  digests of the messages it has seen
    README.md         the card                          SHA256SUMS         of every file above
    wide.safetensors  the linear part (`pipeline.wide`), where there is one; its shares stand in pipeline.json

In: a folder. Out: a `TorchScorer`. Loads offline; a missing or altered file is named.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModel, AutoTokenizer

from pipeline.assets import find
from pipeline.errors import ConfigError, ModelFolderError
from pipeline.network import ComplaintNetwork
from pipeline.taxonomy import Taxonomy
from pipeline.torch_scorer import Calibration as Calibration
from pipeline.torch_scorer import TorchScorer as TorchScorer
from pipeline.wide import WidePart
from pipeline.windows import WindowConfig

FORMAT = 3
"""Of the folder. Before 3 (version 0.4.0) levels were decided and parts pooled otherwise than calibration now takes for granted."""
WEIGHTS, TAXONOMY, SETTINGS, CALIBRATION, METRICS = (
    "model.safetensors",
    "taxonomy.yaml",
    "pipeline.json",
    "calibration.json",
    "metrics.json",
)
KEYS, CHECKSUMS, CARD, RUN, WIDE = "training_keys.txt", "SHA256SUMS", "README.md", "run.yaml", "wide.safetensors"


def load_encoder(path: str, *, offline: bool) -> tuple[Any, Any]:
    """Encoder and fast tokenizer from a folder or, unless ``offline``, a hub name; computed in fp32.

    A model folder of ours will do as well: its encoder is taken.

    Raises:
        ConfigError: it cannot be found or loaded, its weights do not fit, or it has no fast tokenizer.
    """
    path = str(find(path))
    if not Path(path).is_dir() and (offline or path.startswith(("models/", ".", "/"))):
        raise ConfigError(f"encoder '{path}' is no folder", hint="run `make encoder`, or name a Hugging Face encoder")
    if (Path(path) / SETTINGS).is_file():
        scorer = load(path, device="cpu")
        return scorer.network.encoder, scorer.tokenizer
    try:
        encoder, found = AutoModel.from_pretrained(path, dtype=torch.float32, output_loading_info=True)
        tokenizer = AutoTokenizer.from_pretrained(path)
    except OSError as fault:
        raise ConfigError(
            f"encoder '{path}' cannot be loaded: {str(fault).splitlines()[0]}", hint="check the name and the network"
        ) from fault
    missing = sorted(name for name in found["missing_keys"] if "pooler" not in name)
    if missing:
        raise ConfigError(
            f"encoder '{path}' lacks {len(missing)} weights, such as {missing[0]}", hint="give a folder that AutoModel can load"
        )
    if not tokenizer.is_fast:
        raise ConfigError(f"encoder '{path}' has no fast tokenizer", hint="choose one that has: windows and evidence need offsets")
    return _without_pooler(encoder), tokenizer


def _without_pooler(encoder: Any) -> Any:
    """Pooling is ours: the encoder's own, if it has one, would only be dead weight."""
    if getattr(encoder, "pooler", None) is not None:
        encoder.pooler = None
    return encoder


def copy_heads(network: ComplaintNetwork, path: str) -> None:
    """Start ``network`` from the pooling and heads of the model in ``path``, facet by facet where labels are the same.

    Nothing happens where ``path`` is a bare encoder.
    """
    folder = find(path)
    if not (folder / SETTINGS).is_file():
        return
    known = load(folder, device="cpu").network
    network.norm.load_state_dict(known.norm.state_dict())
    for position, (name, facet) in enumerate(network.facets.items()):
        if name in known.facets and (known.facets[name].kind, known.facets[name].label_names) == (facet.kind, facet.label_names):
            network.heads[name].load_state_dict(known.heads[name].state_dict())
            network.queries.data[position] = known.queries.data[list(known.facets).index(name)]


def check_window(window: WindowConfig, encoder: Any) -> None:
    """Raise a `ConfigError` where a window is longer than the encoder can read."""
    longest = getattr(encoder.config, "max_position_embeddings", None)
    if longest is not None and window.tokens > longest:
        raise ConfigError(f"window.tokens is {window.tokens}, but the encoder reads {longest} at most", hint=f"set window.tokens={longest}")
    if window.stride >= window.tokens - 2:
        raise ConfigError(
            f"window.stride {window.stride} leaves no room in a window of {window.tokens}", hint="set a smaller window.stride"
        )


def save(folder: Path, scorer: TorchScorer, *, settings: Mapping[str, Any], files: Mapping[str, str]) -> None:
    """Write a complete model folder; ``files`` are further texts (card, metrics, run) by name."""
    folder.mkdir(parents=True, exist_ok=True)
    encoder: Any = scorer.network.encoder
    encoder.config.save_pretrained(folder)
    scorer.tokenizer.save_pretrained(folder)
    weights = {name: tensor.detach().cpu().contiguous() for name, tensor in scorer.network.state_dict().items()}
    halved = {
        name: tensor.half() if name.startswith("encoder.") and tensor.is_floating_point() else tensor for name, tensor in weights.items()
    }
    save_file(halved, folder / WEIGHTS)
    (folder / WIDE).unlink(missing_ok=True)  # of a model that stood here before
    if scorer.wide:
        save_file(scorer.wide.tensors, folder / WIDE)
        settings = {"wide": scorer.wide.shares, **settings}
    stated = {"format": FORMAT, "window": scorer.window.model_dump(), "taxonomy": scorer.taxonomy.digest, **settings}
    _write(folder / SETTINGS, json.dumps(stated, indent=1, ensure_ascii=False) + "\n")
    _write(folder / CALIBRATION, json.dumps(scorer.calibration.to_dict(), indent=1, ensure_ascii=False) + "\n")
    for name, text in files.items():
        _write(folder / name, text)
    seal(folder)


def seal(folder: Path) -> None:
    """Write the checksums of all files in ``folder``."""
    names = sorted(path.name for path in folder.iterdir() if path.is_file() and path.name != CHECKSUMS)
    _write(folder / CHECKSUMS, "".join(f"{_digest(folder / name)}  {name}\n" for name in names))


def load(path: str | Path, *, device: str | None = None) -> TorchScorer:
    """The model in a folder, on ``device`` (default: the GPU where there is one, else the CPU).

    Raises:
        ModelFolderError: a file is missing, altered, or of a newer format.
    """
    folder = Path(path)
    verify(folder)
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    taxonomy = Taxonomy.from_file(folder / TAXONOMY)
    if settings["format"] < FORMAT:
        fault = "was made by an earlier version of the package, whose numbers do not hold for this one"
        raise ModelFolderError(fault, where=str(folder), hint="train anew, or use version 0.3.0")
    if settings["format"] > FORMAT or settings["taxonomy"] != taxonomy.digest:
        raise ModelFolderError("is of a format or taxonomy this version cannot read", where=str(folder), hint="update the package")
    encoder = _without_pooler(AutoModel.from_config(AutoConfig.from_pretrained(folder), dtype=torch.float32))
    network = ComplaintNetwork(encoder, encoder.config.hidden_size, taxonomy, dropout=0.0)
    try:
        network.load_state_dict({name: tensor.float() for name, tensor in load_file(folder / WEIGHTS).items()})
    except RuntimeError as fault:
        what = f"'{WEIGHTS}' does not fit this version: {' '.join(str(fault).split())[:200]}"
        raise ModelFolderError(what, where=str(folder), hint="train anew, or use the version of the package that made it") from fault
    network.to(device or ("cuda" if torch.cuda.is_available() else "cpu")).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    name = f"{settings['name']}@{settings['version']}"
    scorer = TorchScorer(network, tokenizer, taxonomy, WindowConfig(**settings["window"]), name=name)
    if "wide" in settings:
        scorer.wide = WidePart(taxonomy, load_file(folder / WIDE), settings["wide"])
    scorer.calibration = Calibration.from_dict(json.loads((folder / CALIBRATION).read_text(encoding="utf-8")))
    return scorer


def verify(folder: Path) -> None:
    """Raise unless every file of the folder's checksum list is there and unaltered (the card may be edited)."""
    if not (folder / CHECKSUMS).is_file():
        what = "has no SHA256SUMS, so it is no complete model folder" if folder.is_dir() else "is no folder"
        raise ModelFolderError(what, where=str(folder), hint="give a folder written by `complaints train`, for example models/default")
    for line in (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        if not (folder / name).is_file():
            raise ModelFolderError(
                f"'{name}' is missing", where=str(folder), hint="copy the folder again, whole; it must hold every file of SHA256SUMS"
            )
        if name != CARD and _digest(folder / name) != digest:
            raise ModelFolderError(f"'{name}' was altered", where=str(folder), hint="copy the folder again, or train anew")


def training_keys(path: str | Path) -> frozenset[str]:
    """Digests (`splits.message_key`) of the messages a model was trained or tuned on."""
    file = Path(path) / KEYS
    return frozenset(file.read_text(encoding="utf-8").split()) if file.exists() else frozenset()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
