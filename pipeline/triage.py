"""`Triage`: the one object most users need. Load a model, label messages, follow a thread.

In: text, dicts, `Message` records, a `datasets.Dataset` or a pandas DataFrame. Out: the same kind back
(text and dicts → `Record`). Everything it does is done by `pipeline.label`; this is the front door.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipeline import model
from pipeline.assets import default_model
from pipeline.conversation import HostilityCurve, curve_of
from pipeline.errors import UsageError
from pipeline.ingest import message_from
from pipeline.label import Labeller
from pipeline.records import Message, Record, Rejected
from pipeline.scoring import Scorer
from pipeline.taxonomy import Taxonomy

if TYPE_CHECKING:
    from pipeline.replies import ReplyDesk, Suggestion


class Triage:
    """A loaded model that labels messages.

    >>> triage = Triage.load()                                     # doctest: +SKIP
    >>> triage("I have now written three times.").labels["intent"]  # doctest: +SKIP
    'complaint'
    """

    def __init__(self, scorer: Scorer) -> None:
        self.scorer = scorer

    @classmethod
    def load(cls, path: str | None = None) -> Triage:
        """The model in a folder or at ``models:/name@alias``; by default the one that ships.

        Raises:
            ModelFolderError: the folder is incomplete or altered.
        """
        found = path or default_model()
        if found.startswith("models:/"):
            from pipeline.tracking import download

            return cls(model.load(download(found)))
        return cls(model.load(found))

    @property
    def taxonomy(self) -> Taxonomy:
        """The facets and labels this model speaks of."""
        return self.scorer.taxonomy

    def __call__(self, message: str | Mapping[str, Any] | Message) -> Record:
        """The record of one message, as a thread of one.

        Raises:
            UsageError: there is nothing to read in it.
        """
        (result,) = Labeller(self.scorer).label_chunk([message_from(message)])
        if isinstance(result, Rejected):
            raise UsageError(result.detail, where=result.source, hint="give a message with text in it")
        return result

    def label(self, messages: Any) -> Any:
        """Label many: Dataset → Dataset, DataFrame → DataFrame, an iterable of str, dict or Message → list of Record.

        Tables need a column ``text``; they come back with the columns of a label record added. Messages of
        one ``thread`` follow one another on its curve.
        """
        if hasattr(messages, "to_arrow_table") or hasattr(messages, "_data"):
            return self._label_dataset(messages)
        if hasattr(messages, "to_dict") and hasattr(messages, "columns"):
            return self._label_frame(messages)
        return self.records(messages)

    def curve(self, thread: Sequence[str | Mapping[str, Any] | Message | Record] | Mapping[str, Any]) -> HostilityCurve:
        """The hostility curve of one thread in order, or of one letter by sentence; ``.plot()`` draws it.

        Messages that carry no labels are labelled by this model.
        """
        return curve_of(thread, lambda: self.scorer)

    def records(self, messages: Iterable[str | Mapping[str, Any] | Message]) -> list[Record]:
        """A record for each message; one that cannot be read raises, so that none is lost in silence."""
        found = list(Labeller(self.scorer).stream(message_from(message) for message in messages))
        for item in found:
            if isinstance(item, Rejected):
                raise UsageError(
                    item.detail, where=item.source, hint="leave it out, or use `complaints label`, which lists rejected inputs"
                )
        return [item for item in found if isinstance(item, Record)]

    def reply(self, record: Record, *, message: Mapping[str, Any] | None = None, n: int = 3) -> list[Suggestion]:
        """Up to ``n`` suggested replies to a labelled message, best first, each with the reasons for it.

        ``message`` is the message as it came, where it says more than the record: ``name``, ``sender_name``, ``thread``.
        """
        return self._desk.suggest(record, message=message, n=n)

    @cached_property
    def _desk(self) -> ReplyDesk:
        from pipeline.replies import ReplyDesk

        return ReplyDesk.load(taxonomy=self.taxonomy)

    def _label_frame(self, frame: Any) -> Any:
        labelled = self.records(frame.to_dict("records"))
        added = {name: [record.to_dict()[name] for record in labelled] for name in _ADDED}
        return frame.assign(**added)

    def _label_dataset(self, dataset: Any) -> Any:
        from datasets import Dataset

        labelled = self.records(dataset)
        rows = [dict(row) | {name: record.to_dict()[name] for name in _ADDED} for row, record in zip(dataset, labelled, strict=True)]
        return Dataset.from_list(rows)


_ADDED = ("lang", "labels", "scores", "stage", "review", "review_why", "model")
