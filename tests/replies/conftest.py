import pytest

from pipeline.replies import ReplyDesk


@pytest.fixture(scope="session")
def desk(taxonomy):
    return ReplyDesk.load(taxonomy=taxonomy)
