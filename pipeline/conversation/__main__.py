"""``python -m pipeline.conversation [MODEL]``: how well stages are found and the next message is foretold.

In: a model folder, by default the shipped model. Out: two tables on stdout. Not here: how they are counted (`judging`).
"""

from __future__ import annotations

import sys

from pipeline import model
from pipeline.assets import default_model
from pipeline.conversation.judging import report

if __name__ == "__main__":
    sys.stdout.write(report(model.load(sys.argv[1] if len(sys.argv) > 1 else default_model())))
