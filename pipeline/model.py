"""A model folder: all that is needed to label, and nothing that can run code.

    config.json  model.safetensors  tokenizer.json …   the encoder as Hugging Face writes it, heads beside it
    taxonomy.yaml     what the labels are               pipeline.json      name, version, windows
    calibration.json  temperatures, thresholds, limits  run.yaml           the run that made it
    metrics.json      what was measured, on what        training_keys.txt  digests of the messages it has seen
    README.md         the card                          SHA256SUMS         of every file above

In: a folder. Out: a `TorchScorer`. Loads offline; a missing or altered file is named.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import AutoConfig, AutoModel, AutoTokenizer

from pipeline.assets import find
from pipeline.decide import Decisions
from pipeline.errors import ConfigError, ModelFolderError
from pipeline.network import ComplaintNetwork, probabilities
from pipeline.scoring import Reading
from pipeline.taxonomy import Taxonomy
from pipeline.windows import WindowConfig, Windows, count_tokens, sentences_of_tokens, windows_of

FORMAT = 1
WEIGHTS, TAXONOMY, SETTINGS, CALIBRATION, METRICS = (
    "model.safetensors",
    "taxonomy.yaml",
    "pipeline.json",
    "calibration.json",
    "metrics.json",
)
KEYS, CHECKSUMS, CARD, RUN = "training_keys.txt", "SHA256SUMS", "README.md", "run.yaml"
_TOKENS_AT_ONCE = 4096  # padding included: what a forward pass needs of memory follows from it


@dataclass(frozen=True, slots=True)
class Calibration:
    """``temperatures``: facet → language or ``all`` → what logits are divided by; and what `pipeline.decide` needs."""

    temperatures: Mapping[str, Mapping[str, float]]
    decisions: Decisions

    def to_dict(self) -> dict[str, Any]:
        """As ``calibration.json`` holds it."""
        return {"temperatures": self.temperatures, **dataclasses.asdict(self.decisions)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Calibration:
        """The calibration whose `to_dict` is ``values``."""
        decisions = {name: value for name, value in values.items() if name != "temperatures"}
        temperatures = {name: {"all": t} if isinstance(t, float) else t for name, t in values["temperatures"].items()}
        return cls(temperatures, Decisions(**decisions))


class TorchScorer:
    """A trained network with its tokenizer, taxonomy and calibration: texts → probabilities."""

    def __init__(self, network: ComplaintNetwork, tokenizer: Any, taxonomy: Taxonomy, window: WindowConfig, *, name: str) -> None:
        self.network, self.tokenizer, self.taxonomy, self.window, self.name = network, tokenizer, taxonomy, window, name
        self.calibration = Calibration({}, Decisions())

    @property
    def decisions(self) -> Decisions:
        """Thresholds and limits, measured on the dev split."""
        return self.calibration.decisions

    def score(self, texts: Sequence[str], languages: Sequence[str] | None = None) -> NDArray[np.float32]:
        """Calibrated probabilities [texts, width]."""
        return self._probabilities(torch.from_numpy(self.logits(texts)), languages)

    def _probabilities(self, logits: Tensor, languages: Sequence[str] | None) -> NDArray[np.float32]:
        found: NDArray[np.float32] = probabilities(logits, self.taxonomy, self.calibration.temperatures, languages).numpy()
        return found

    @torch.inference_mode()
    def logits(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Uncalibrated logits [texts, width]; texts of like length are computed together."""
        result = np.zeros((len(texts), self.taxonomy.layout.width), np.float32)
        for batch, windows in self._windows(texts):
            output = self.network(windows.input_ids, windows.attention_mask, windows.message_index)
            result[batch] = output["logits"].float().cpu().numpy()
        return result

    @torch.inference_mode()
    def read(self, texts: Sequence[str], sentences: Sequence[Sequence[tuple[int, int]]], languages: Sequence[str] | None = None) -> Reading:
        """As `score`, and what each sentence does for each label, from the same forward pass."""
        logits = torch.zeros(len(texts), self.taxonomy.layout.width)
        falls = [np.zeros((len(spans), self.taxonomy.layout.width), np.float32) for spans in sentences]
        for batch, windows in self._windows(texts):
            numbers = sentences_of_tokens(windows, [sentences[index] for index in batch])
            found, fall = self.network.read(
                windows.input_ids, windows.attention_mask, windows.message_index, numbers.to(windows.input_ids.device)
            )
            logits[batch] = found.float().cpu()
            first = 0
            for index in batch:
                count = min(len(sentences[index]), max(0, len(fall) - first))
                falls[index][:count] = fall[first : first + count].float().cpu().numpy()
                first += len(sentences[index])
        return Reading(self._probabilities(logits, languages), falls)

    def _windows(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Windows]]:
        """Batches within the token budget: which texts, and their windows on the network's device."""
        self.network.eval()
        device = self.network.queries.device
        if not texts:
            return
        for batch in _batches([self._padded(count) for count in count_tokens(texts, self.tokenizer)]):
            yield batch, windows_of([texts[index] for index in batch], self.tokenizer, self.window).to(device)

    def _padded(self, tokens: int) -> int:
        """Tokens that a text takes in a batch: long texts are read in whole windows, which overlap."""
        size, step = self.window.tokens, self.window.tokens - self.window.stride
        if tokens <= size:
            return tokens
        return size * min(self.window.limit, 1 + -(-(tokens - size) // step))

    def unread(self, texts: Sequence[str]) -> list[int]:
        """How many tokens of each text lie beyond what is read; 0 for all but enormous ones."""
        room = self.window.tokens + (self.window.limit - 1) * (self.window.tokens - self.window.stride)
        shortest = room  # a token is at least one character
        long = [index for index, text in enumerate(texts) if len(text) > shortest]
        found = [0] * len(texts)
        for index, tokens in zip(long, count_tokens([texts[index] for index in long], self.tokenizer) if long else [], strict=True):
            found[index] = max(0, tokens - room)
        return found


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Indices grouped by length, each group within the token budget."""
    groups: list[list[int]] = []
    longest = 0
    for index in sorted(range(len(lengths)), key=lambda index: (lengths[index], index)):
        longest = max(longest, lengths[index])
        if not groups or longest * (len(groups[-1]) + 1) > _TOKENS_AT_ONCE:
            groups.append([])
            longest = lengths[index]
        groups[-1].append(index)
    return groups


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
