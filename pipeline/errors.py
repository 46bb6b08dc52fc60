"""Every error this package raises on purpose, drawn as one tree.

    PipelineError                 something went wrong that a person can mend   exit 1
    ├── UsageError                wrong flags, a path that does not exist       exit 2
    ├── ConfigError               a YAML file (run, taxonomy, source) is wrong  exit 2
    ├── InputError                nothing readable at all, a damaged table      exit 1
    ├── ModelFolderError          a model folder is incomplete or altered       exit 1
    ├── TrainingError             a run cannot start or go on                   exit 1
    ├── MissingExtraError         an optional package is not installed          exit 1
    └── RejectedInputsError       --strict, and something was rejected          exit 3

Each message says what is wrong, where (file, line, dotted key) and what to do. A single bad
message never raises: it becomes a `records.Rejected`.
"""

from __future__ import annotations


class PipelineError(Exception):
    """Base of all errors: ``what`` is wrong, ``where``, and the ``hint`` that mends it."""

    exit_code = 1

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        self.what = what
        self.where = where
        self.hint = hint
        super().__init__(what)

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n  → {self.hint}" if self.hint else head


class UsageError(PipelineError):
    """Wrong flags, or a path that does not exist."""

    exit_code = 2


class ConfigError(PipelineError):
    """A YAML file is wrong; ``what`` may hold one line per fault."""

    exit_code = 2


class InputError(PipelineError):
    """Nothing readable at all, or a whole table that is damaged."""


class ModelFolderError(PipelineError):
    """A model folder is missing, incomplete, altered or of a version this code does not know."""


class TrainingError(PipelineError):
    """A training run cannot start or go on."""


class MissingExtraError(PipelineError):
    """An optional package is needed: the hint is the exact install line."""

    def __init__(self, package: str, *, extra: str, needed_for: str) -> None:
        super().__init__(
            f"{needed_for} needs the package '{package}', which is not installed",
            hint=f'pip install "complaint-pipeline[{extra}]"',
        )


class RejectedInputsError(PipelineError):
    """``--strict`` was given and at least one input was rejected."""

    exit_code = 3
