"""One form for every HTTP error: ``{"error": {"code", "message", "field"?}}`` with a proper status.

Handlers raise ``WebError``; what aiohttp raises itself (404, 405, 413) gets the same form; anything
else is a defect: logged without its words, answered with 500.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Final

import structlog
from aiohttp import web

log = structlog.get_logger("vbranch.web")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

AIOHTTP_CODES: Final = {
    404: ("not_found", "there is nothing at this address"),
    405: ("method_not_allowed", "this address does not know this method"),
    413: ("too_big", "the body is too big"),
}


class WebError(Exception):
    """An answer that says no. ``message`` is for a person, ``code`` and ``field`` for a program."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        field: str | None = None,
        headers: dict[str, str] | None = None,
        *,
        close: bool = False,
        details: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.field = field
        self.headers = headers or {}
        self.close = close
        """The connection ends with this answer."""
        self.details = details or {}
        """Further fields of the error."""

    def body(self) -> bytes:
        """The JSON form."""
        error = {"code": self.code, "message": self.message, **self.details}
        if self.field is not None:
            error["field"] = self.field
        return json.dumps({"error": error}).encode()


def error_response(fault: WebError) -> web.Response:
    """The answer to a request; never cached."""
    response = web.Response(
        status=fault.status,
        body=fault.body(),
        content_type="application/json",
        charset="utf-8",
        headers={"Cache-Control": "no-store", **fault.headers},
    )
    if fault.close:
        response.force_close()
    return response


def raw_answer(fault: WebError) -> bytes:
    """The same where no request has come; the connection is to be closed behind it."""
    body = fault.body()
    headers = {
        "Server": "vbranch",
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "Connection": "close",
        **fault.headers,
    }
    lines = [f"HTTP/1.1 {fault.status} {HTTPStatus(fault.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


@web.middleware
async def error_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn what is raised below into the JSON form."""
    try:
        return await handler(request)
    except WebError as fault:
        return error_response(fault)
    except web.HTTPException as fault:
        if fault.status < 400:
            raise
        code, message = AIOHTTP_CODES.get(fault.status, (f"http_{fault.status}", fault.reason))
        allow = {"Allow": fault.headers["Allow"]} if "Allow" in fault.headers else None
        return error_response(WebError(fault.status, code, message, headers=allow))
    except (asyncio.CancelledError, ConnectionError):  # the peer's own end is no defect
        raise
    except Exception:
        log.exception("request_failed", method=request.method, route=route_of(request))
        return error_response(WebError(500, "internal", "the server failed; it has been logged"))


def route_of(request: web.BaseRequest) -> str:
    """The route's template: a real path may hold what a visitor typed, so it is never logged."""
    try:
        match = request.match_info if isinstance(request, web.Request) else None
    except AssertionError:  # no HTTP came, so it was never routed
        match = None
    resource = match.route.resource if match is not None else None
    return resource.canonical if resource is not None else "-"
