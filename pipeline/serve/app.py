"""The FastAPI application. In: a loaded `Triage`. Out: an ASGI app that can be tested in process.

A body that is too large, too many messages, no JSON or a wrong key get a 4xx with the reason, and the server goes
on. Labelling runs in a worker thread, one batch at a time, so that the health checks answer meanwhile.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from pipeline import __version__
from pipeline.serve import problems
from pipeline.serve.limits import BodyLimit, Limits
from pipeline.serve.routes import Desk
from pipeline.serve.schema import CheckRequest, CheckResponse, LabelRequest, LabelResponse, Problem, ReplyResponse
from pipeline.triage import Triage


def create_app(triage: Triage, *, api_key: str | None = None, limits: Limits | None = None) -> FastAPI:
    """The application over one model."""
    bounds = limits or Limits()
    app = FastAPI(
        title="complaint-pipeline",
        version=__version__,
        description=f"Labels customer messages, suggests and checks replies. Model {triage.scorer.name}.",
        responses={status: {"model": Problem, "content": {problems.PROBLEM: {}}} for status in (400, 401, 413, 422)},
    )
    app.add_middleware(BodyLimit, limit=bounds.body_bytes)
    problems.add_to(app)
    _add_work(app, Desk(triage, bounds), [Depends(_key_check(api_key))])
    _add_health(app, triage)
    return app


def _add_work(app: FastAPI, desk: Desk, allowed: list[Any]) -> None:
    @app.post("/v1/label", dependencies=allowed, summary="Label messages")
    def label(request: LabelRequest) -> LabelResponse:
        """A record per message, in order; messages with the same ``thread`` follow one curve."""
        return LabelResponse(results=[record.to_dict() for record in desk.label(request)])

    @app.post("/v1/reply", dependencies=allowed, summary="Suggest replies")
    def reply(request: LabelRequest) -> ReplyResponse:
        """For each message the best replies, filled, best first, with the reasons."""
        return ReplyResponse(results=desk.reply(request))

    @app.post("/v1/check", dependencies=allowed, summary="Check a draft reply")
    def check(request: CheckRequest) -> CheckResponse:
        """What the draft should not say, where, and what to say instead."""
        return CheckResponse(findings=desk.check(request))

    @app.post("/v1/curve", dependencies=allowed, summary="The hostility curve of a thread")
    def curve(request: LabelRequest) -> dict[str, Any]:
        """Levels and stages of the messages, which are taken as one thread in order; where it took off, where it peaked."""
        return desk.curve(request)


def _add_health(app: FastAPI, triage: Triage) -> None:
    @app.get("/healthz", summary="Is the process alive?")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", summary="Is a model loaded, and which?")
    def readyz() -> dict[str, Any]:
        return {"status": "ready", "model": triage.scorer.name, "taxonomy": triage.taxonomy.digest, "version": __version__}


def _key_check(api_key: str | None) -> Callable[..., None]:
    scheme = HTTPBearer(auto_error=False)

    def check(credentials: HTTPAuthorizationCredentials | None = Depends(scheme)) -> None:  # noqa: B008 - FastAPI's way
        given = credentials.credentials if credentials else ""
        if api_key and not hmac.compare_digest(given.encode(), api_key.encode()):
            raise HTTPException(
                HTTPStatus.UNAUTHORIZED, "send the header 'Authorization: Bearer …' with the server's key", {"WWW-Authenticate": "Bearer"}
            )

    return check
