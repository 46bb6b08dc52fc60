"""Retrieval: each way of asking counts what it says."""

import torch

from pipeline.encoder.retrieval import three_ways
from pipeline.encoder.texts import Pair

VECTORS = {"one": (1.0, 0.0), "two": (0.0, 1.0), "eins": (0.9, 0.1), "zwei": (0.2, 0.8), "un": (0.95, 0.05), "deux": (0.8, 0.2)}


class Lookup:
    def encode(self, texts):
        return torch.nn.functional.normalize(torch.tensor([VECTORS[text] for text in texts]), dim=-1)


def pairs(language, *translations):
    return [Pair(english, translation, language, "test") for english, translation in zip(("one", "two"), translations, strict=True)]


def test_three_ways_of_asking():
    found = three_ways(Lookup(), {"de": pairs("de", "eins", "zwei"), "fr": pairs("fr", "un", "deux")})
    assert found["xx-en"] == {"de": 1.0, "fr": 0.5}  # deux lies nearer to one
    assert found["en-xx"] == {"de": 1.0, "fr": 1.0}  # of un and deux, deux is still the nearer to two
    assert found["pool"] == {"de": 1.0, "fr": 0.5}  # deux is nearest to eins, zwei to deux
