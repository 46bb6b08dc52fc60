"""Where the files lie that ship with the package: configs, replies, the default model.

In a checkout they stand beside the package (``configs/``, ``models/``); in an installed wheel inside it
(``pipeline/shipped/``). Nothing is copied or created.
"""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.errors import UsageError

_PACKAGE = Path(__file__).parent
MODEL_VARIABLE = "COMPLAINTS_MODEL"
DATA_VARIABLE = "COMPLAINTS_DATA"


def shipped(relative: str) -> Path:
    """The path of a shipped file or folder, e.g. ``configs/taxonomy.yaml``."""
    for root in (_PACKAGE / "shipped", _PACKAGE.parent):
        if (root / relative).exists():
            return root / relative
    raise UsageError(f"'{relative}' did not come with this installation", hint="reinstall the package, or give the path yourself")


def find(path: str | Path) -> Path:
    """``path`` where it exists, else the shipped file of that name, else ``path`` again (for the error to name).

    So ``configs/default.yaml`` means the user's own where there is one, and works from an installed wheel too.
    """
    given = Path(path)
    if given.exists() or given.is_absolute():
        return given
    return next((root / given for root in (_PACKAGE / "shipped", _PACKAGE.parent) if (root / given).exists()), given)


def corpus_folder() -> Path:
    """The folder of the project's own labelled messages and threads."""
    return _PACKAGE / "corpus"


def default_model() -> str:
    """``$COMPLAINTS_MODEL``, else ``models/default`` here, else the one that ships with the package."""
    named = os.environ.get(MODEL_VARIABLE)
    if named:
        return named
    here = Path("models/default")
    return str(here if here.exists() else shipped("models/default"))


def data_folder(configured: str | Path) -> Path:
    """``$COMPLAINTS_DATA`` where it is set, else the folder that the run's config names."""
    return Path(os.environ.get(DATA_VARIABLE) or configured)
