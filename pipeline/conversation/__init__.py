"""Conversations: the hostility curve of a thread or a letter, its drawing, a forecast, and roll-ups.

In: threads as files, records or texts; a model only where labels are missing. Out: `HostilityCurve` with its JSON, a
matplotlib axis, SVG or a self-contained page. Not here: the rules of the stages themselves (`pipeline.curve`).
"""

from __future__ import annotations

from pipeline.conversation.labelling import curve_of
from pipeline.conversation.reading import ThreadFile, read_thread
from pipeline.conversation.turns import HostilityCurve, Turn

__all__ = ["HostilityCurve", "ThreadFile", "Turn", "curve_of", "read_thread"]
