"""The only door to MLflow: start a run, log parameters, metrics and files, fetch a registered model.

The URI is always explicit (`tracking.uri` of the run's config, by default sqlite beside the runs); nothing is
written to the home folder. MLflow itself is imported when a run starts.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.config import TrackingConfig
from pipeline.errors import ModelFolderError

_PARAMETER_CHARS = 500


class Tracker:
    """An open MLflow run."""

    def __init__(self, client: Any, run_id: str) -> None:
        self._client, self.run_id = client, run_id

    def parameters(self, values: Mapping[str, Any]) -> None:
        """Log settings; nested ones get dotted names."""
        for name, value in _flat(values):
            self._client.log_param(self.run_id, name, str(value)[:_PARAMETER_CHARS])

    def tags(self, values: Mapping[str, str]) -> None:
        """Log what identifies the run: data and config digests."""
        for name, value in values.items():
            self._client.set_tag(self.run_id, name, value)

    def metrics(self, values: Mapping[str, float], *, step: int = 0) -> None:
        """Log numbers; characters that MLflow refuses become ``_``."""
        for name, value in values.items():
            self._client.log_metric(self.run_id, re.sub(r"[^\w\-./ :]", "_", name), float(value), step=step)

    def folder(self, path: Path, name: str) -> None:
        """Log a folder's files, such as the model's."""
        self._client.log_artifacts(self.run_id, str(path), name)


@contextmanager
def start(config: TrackingConfig, run_name: str) -> Iterator[Tracker]:
    """An MLflow run in ``config``'s experiment; ends as FAILED if the block raises."""
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    from mlflow.tracking import MlflowClient

    for name in ("alembic", "mlflow"):
        logging.getLogger(name).setLevel(logging.WARNING)
    artifacts = None
    if config.uri.startswith("sqlite:///"):
        folder = Path(config.uri.removeprefix("sqlite:///")).resolve().parent
        folder.mkdir(parents=True, exist_ok=True)
        artifacts = (folder / "artifacts").as_uri()
    client = MlflowClient(tracking_uri=config.uri)
    experiment = client.get_experiment_by_name(config.experiment)
    experiment_id = experiment.experiment_id if experiment else client.create_experiment(config.experiment, artifact_location=artifacts)
    run = client.create_run(experiment_id, run_name=run_name)
    try:
        yield Tracker(client, run.info.run_id)
    except BaseException:
        client.set_terminated(run.info.run_id, "FAILED")
        raise
    client.set_terminated(run.info.run_id)


def download(uri: str) -> Path:
    """The model folder behind ``models:/…``, from the registry that MLFLOW_TRACKING_URI names.

    Raises:
        ModelFolderError: what is registered there holds no model folder of ours.
    """
    from mlflow.artifacts import download_artifacts

    root = Path(download_artifacts(artifact_uri=uri))
    found = next(iter(sorted(root.rglob("pipeline.json"))), None)
    if found is None:
        raise ModelFolderError("holds no model folder of this package", where=uri, hint="register one that `complaints train` logged")
    return found.parent


def _flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
