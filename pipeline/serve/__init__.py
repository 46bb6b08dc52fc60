"""The endpoint: `POST /v1/label` over HTTP, by the very code that labels files.

In: a model, a host, a port. `app.create_app` builds the FastAPI application; this starts it with uvicorn.
Message texts are never logged. With ``COMPLAINTS_API_KEY`` set, every ``/v1`` call needs it as a bearer key.
"""

from __future__ import annotations

import os

from pipeline.errors import MissingExtraError
from pipeline.memory import return_freed_blocks

KEY_VARIABLE = "COMPLAINTS_API_KEY"


def serve(host: str, port: int, model: str | None) -> None:
    """Load the model and answer until stopped.

    Raises:
        MissingExtraError: the extra ``serve`` is not installed.
    """
    try:
        import uvicorn

        from pipeline.serve.app import create_app
    except ImportError as fault:
        raise MissingExtraError(fault.name or "fastapi", extra="serve", needed_for="`complaints serve`") from fault
    from pipeline.triage import Triage

    return_freed_blocks()
    uvicorn.run(create_app(Triage.load(model), api_key=os.environ.get(KEY_VARIABLE)), host=host, port=port, log_level="info")
