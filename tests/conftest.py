"""Fixtures shared by all tests: no network, the shipped taxonomy, and a tiny model built from a seed."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

ROOT = Path(__file__).resolve().parents[1]
_LOCAL = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Any connection that leaves this machine is a fault of the test."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in _LOCAL:
            raise AssertionError(f"a test tried to reach {address}: tests are offline")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def taxonomy():
    from pipeline.taxonomy import Taxonomy

    return Taxonomy.from_file(ROOT / "configs" / "taxonomy.yaml")


@pytest.fixture(scope="session")
def data_folder():
    """The folder of public data, which not everyone has."""
    folder = Path(os.environ.get("COMPLAINTS_DATA") or ROOT.parent / "shared" / "data")
    if not (folder / "gold").is_dir():
        pytest.skip(f"needs the public data sets in {folder} (or $COMPLAINTS_DATA)")
    return folder


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory):
    """A folder with a random encoder of a few thousand weights and a tokenizer of characters."""
    from tests.builders import write_tiny_encoder

    return write_tiny_encoder(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="session")
def tiny_model(tiny_encoder, tmp_path_factory, taxonomy):
    """A complete model folder around the tiny encoder: its labels are random, but always the same."""
    from tests.builders import write_tiny_model

    return write_tiny_model(tmp_path_factory.mktemp("model") / "tiny", tiny_encoder)


@pytest.fixture(scope="session")
def tiny_triage(tiny_model):
    from pipeline import Triage

    return Triage.load(str(tiny_model))
