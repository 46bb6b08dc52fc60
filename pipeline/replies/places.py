"""Where in a YAML file a key stands, so that an error can name the line.

In: a file and the keys (or list places) that lead to a value. Out: ``file:line``. Read only when something is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml


def place(path: Path, keys: Sequence[str | int]) -> str:
    """``path:line`` of the deepest of ``keys`` that is there."""
    node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    line = 1
    for key in keys:
        found = _below(node, key)
        if found is None:
            break
        line, node = found
    return f"{path}:{line}"


def _below(node: yaml.Node | None, key: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key].start_mark.line + 1, node.value[key]
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            if key_node.value == key:
                return key_node.start_mark.line + 1, value_node
    return None
