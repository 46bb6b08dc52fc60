"""Errors as RFC 9457 problem details: what was wrong with a request, never a stack trace."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from pipeline.errors import UsageError
from pipeline.serve.schema import Problem

log = logging.getLogger(__name__)
PROBLEM = "application/problem+json"


def add_to(app: FastAPI) -> None:
    """Answer every fault of ``app`` with a problem."""
    app.add_exception_handler(HTTPException, _http_problem)
    app.add_exception_handler(RequestValidationError, _validation_problem)
    app.add_exception_handler(UsageError, _usage_problem)
    app.add_exception_handler(Exception, _internal_problem)


def problem(status: int, detail: str, headers: Any = None) -> JSONResponse:
    """The answer to a request that failed."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)
    return JSONResponse(body.model_dump(), status, media_type=PROBLEM, headers=headers)


async def _http_problem(request: Request, fault: Exception) -> JSONResponse:
    if not isinstance(fault, HTTPException):
        return problem(500, "internal fault")
    return problem(fault.status_code, str(fault.detail), fault.headers)


async def _validation_problem(request: Request, fault: Exception) -> JSONResponse:
    errors = fault.errors() if isinstance(fault, RequestValidationError) else []
    if any(error["type"] == "json_invalid" for error in errors):
        return problem(400, "the body is not valid JSON")
    told = "; ".join(f"{'.'.join(str(part) for part in error['loc'][1:]) or 'body'}: {error['msg']}" for error in errors[:10])
    return problem(422, told)


async def _usage_problem(request: Request, fault: Exception) -> JSONResponse:
    return problem(422, " ".join(str(fault).split()))


async def _internal_problem(request: Request, fault: Exception) -> JSONResponse:
    log.error("request failed", exc_info=fault)
    return problem(500, "internal fault; the server's log says more")
