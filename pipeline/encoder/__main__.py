"""`python -m pipeline.encoder RECIPE.yaml` makes an encoder: `make encoder`."""

import logging
import sys
from pathlib import Path

from pipeline.encoder.recipe import make_encoder
from pipeline.errors import PipelineError

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    try:
        make_encoder(Path(sys.argv[1] if len(sys.argv) > 1 else "configs/encoder.yaml"))
    except PipelineError as fault:
        sys.exit(f"encoder: {fault}")
