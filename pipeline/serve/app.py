"""The FastAPI application. In: a loaded `Triage`. Out: an ASGI app that can be tested in process.

Errors are RFC 9457 problem details. A body that is too large, too many messages, no JSON or a wrong key get a
4xx with the reason, and the server goes on. Labelling runs in a worker thread, one batch at a time, so that
the health checks answer meanwhile.
"""

from __future__ import annotations

import hmac
import logging
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline import __version__
from pipeline.errors import UsageError
from pipeline.ingest import message_from
from pipeline.label import Labeller
from pipeline.records import Record
from pipeline.serve.schema import LabelRequest, LabelResponse, Problem
from pipeline.triage import Triage

log = logging.getLogger(__name__)
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for."""

    body_bytes: int = 4 * 1024 * 1024
    messages: int = 256
    text_chars: int = 200_000


def create_app(triage: Triage, *, api_key: str | None = None, limits: Limits | None = None) -> FastAPI:
    """The application over one model."""
    bounds = limits or Limits()
    app = FastAPI(
        title="complaint-pipeline",
        version=__version__,
        description=f"Labels customer messages. Model {triage.scorer.name}.",
        responses={status: {"model": Problem, "content": {PROBLEM: {}}} for status in (400, 401, 413, 422)},
    )
    app.add_middleware(BodyLimit, limit=bounds.body_bytes)
    app.add_exception_handler(HTTPException, _http_problem)
    app.add_exception_handler(RequestValidationError, _validation_problem)
    app.add_exception_handler(UsageError, _usage_problem)
    app.add_exception_handler(Exception, _internal_problem)
    one_at_a_time = threading.Lock()
    allowed = [Depends(_key_check(api_key))]

    @app.post("/v1/label", dependencies=allowed, summary="Label messages")
    def label(request: LabelRequest) -> LabelResponse:
        """A record per message, in order; messages with the same ``thread`` follow one curve."""
        _check_size(request, bounds)
        messages = [
            message_from(message.model_dump(exclude_none=True) | {"source": f"request#{number}"})
            for number, message in enumerate(request.messages, 1)
        ]
        with one_at_a_time:
            results = list(Labeller(triage.scorer).stream(messages))
        return LabelResponse(results=[_result(item) for item in results])

    @app.get("/healthz", summary="Is the process alive?")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", summary="Is a model loaded, and which?")
    def readyz() -> dict[str, Any]:
        return {"status": "ready", "model": triage.scorer.name, "taxonomy": triage.taxonomy.digest, "version": __version__}

    return app


def _result(item: Any) -> dict[str, Any]:
    if isinstance(item, Record):
        return item.to_dict()
    raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, f"{item.source}: {item.detail}")


def _check_size(request: LabelRequest, limits: Limits) -> None:
    if len(request.messages) > limits.messages:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"{len(request.messages)} messages; at most {limits.messages} a request")
    for number, message in enumerate(request.messages, 1):
        if len(message.text) > limits.text_chars:
            raise HTTPException(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"message {number} has {len(message.text)} characters; at most {limits.text_chars}"
            )


def _key_check(api_key: str | None) -> Callable[..., None]:
    scheme = HTTPBearer(auto_error=False)

    def check(credentials: HTTPAuthorizationCredentials | None = Depends(scheme)) -> None:  # noqa: B008 - FastAPI's way
        given = credentials.credentials if credentials else ""
        if api_key and not hmac.compare_digest(given.encode(), api_key.encode()):
            raise HTTPException(
                HTTPStatus.UNAUTHORIZED, "send the header 'Authorization: Bearer …' with the server's key", {"WWW-Authenticate": "Bearer"}
            )

    return check


def _problem(status: int, detail: str, headers: Any = None) -> JSONResponse:
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)
    return JSONResponse(body.model_dump(), status, media_type=PROBLEM, headers=headers)


async def _http_problem(request: Request, fault: Exception) -> JSONResponse:
    if not isinstance(fault, HTTPException):
        return _problem(500, "internal fault")
    return _problem(fault.status_code, str(fault.detail), fault.headers)


async def _validation_problem(request: Request, fault: Exception) -> JSONResponse:
    errors = fault.errors() if isinstance(fault, RequestValidationError) else []
    if any(error["type"] == "json_invalid" for error in errors):
        return _problem(400, "the body is not valid JSON")
    told = "; ".join(f"{'.'.join(str(part) for part in error['loc'][1:]) or 'body'}: {error['msg']}" for error in errors[:10])
    return _problem(422, told)


async def _usage_problem(request: Request, fault: Exception) -> JSONResponse:
    return _problem(422, " ".join(str(fault).split()))


async def _internal_problem(request: Request, fault: Exception) -> JSONResponse:
    log.error("request failed", exc_info=fault)
    return _problem(500, "internal fault; the server's log says more")


class BodyLimit:
    """Refuses a body above ``limit`` bytes before it is read whole, whether its length is stated or not."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app, self._limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its body counted."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if not stated.isdigit() or int(stated) > self._limit:
            await self._refuse(scope, receive, send)
            return
        body = await self._read(receive)
        if body is None:
            await self._refuse(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)

    async def _read(self, receive: Receive) -> bytes | None:
        parts, size = [], 0
        while True:
            message = await receive()
            part = message.get("body", b"")
            size += len(part)
            if size > self._limit:
                return None
            parts.append(part)
            if not message.get("more_body"):
                return b"".join(parts)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        await _problem(413, f"the body is larger than {self._limit} bytes")(scope, receive, send)


def _replay(body: bytes, receive: Receive) -> Callable[[], Awaitable[Message]]:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
