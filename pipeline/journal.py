"""What a run has finished, on disk as it comes, so that a killed run can go on.

``OUT.journal.jsonl`` begins with what the run is about (inputs, model, masking), then holds a line per result and a
mark after each chunk. In: chunks of results. Out: the same results again, up to the last whole chunk. Removed
when the run is done; the rejected inputs stay, in ``OUT.rejected.jsonl``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.outputs import json_line
from pipeline.records import Record, Rejected


class Journal:
    """The journal of the run that writes ``output``; ``about`` must be the same when it goes on."""

    def __init__(self, output: Path, about: Mapping[str, Any]) -> None:
        self.path = output.with_name(output.name + ".journal.jsonl")
        self.rejected_path = output.with_name(output.name + ".rejected.jsonl")
        self._head = json_line({"about": dict(about)}).encode()

    def start(self) -> int:
        """Begin anew; nothing is done."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(self._head)
        return 0

    def resume(self) -> int:
        """Cut the journal after its last finished chunk; the number of inputs that are done.

        Raises:
            UsageError: the journal is of a run over other inputs, with another model, or with other masking.
        """
        if not self.path.exists():
            return self.start()
        done, end, position = 0, 0, 0
        with self.path.open("rb") as stream:
            head = stream.readline()
            if head != self._head and head.endswith(b"\n"):
                raise UsageError(
                    "was begun with other inputs, another model or other masking (--redact)",
                    where=str(self.path),
                    hint="run without --resume to begin anew",
                )
            end = position = len(head)
            for line in stream:
                position += len(line)
                if line.startswith(b'{"done"') and line.endswith(b"\n"):
                    done, end = json.loads(line)["done"], position
        if not head.endswith(b"\n"):
            return self.start()
        with self.path.open("r+b") as stream:
            stream.truncate(end)
        return int(done)

    def append(self, results: Sequence[Record | Rejected], done: int) -> None:
        """Add a chunk's results and the mark that ``done`` inputs are finished."""
        lines = [json_line({"rejected" if isinstance(item, Rejected) else "record": item.to_dict()}) for item in results]
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write("".join(lines) + json_line({"done": done}))

    def items(self) -> Iterator[Record | Rejected]:
        """Everything finished so far, in order."""
        with self.path.open(encoding="utf-8") as stream:
            for line in stream:
                entry = json.loads(line)
                if "record" in entry:
                    yield Record.from_dict(entry["record"])
                elif "rejected" in entry:
                    yield Rejected(**entry["rejected"])

    def records(self) -> Iterator[Record]:
        """The records among `items`."""
        return (item for item in self.items() if isinstance(item, Record))

    def finish(self) -> Path:
        """Write the list of rejected inputs (none: no such file), remove the journal; the list's path."""
        self.rejected_path.unlink(missing_ok=True)
        rejected = [json_line(item.to_dict()) for item in self.items() if isinstance(item, Rejected)]
        if rejected:
            partial = self.rejected_path.with_name(self.rejected_path.name + ".partial")
            partial.write_text("".join(rejected), encoding="utf-8")
            partial.replace(self.rejected_path)
        self.path.unlink()
        return self.rejected_path
