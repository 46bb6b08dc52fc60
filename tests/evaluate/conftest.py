"""A small taxonomy with a facet of each kind."""

import pytest

from pipeline.taxonomy import Facet, Taxonomy


@pytest.fixture(scope="module")
def own():
    facets = {
        "intent": Facet(kind="one", labels=["complaint", "praise", "other"]),
        "types": Facet(kind="many", labels=["price", "delivery", "staff"]),
        "heat": Facet(kind="ordinal", labels=["calm", "warm", "hot", "burning"]),
    }
    return Taxonomy(version=1, facets=facets)
