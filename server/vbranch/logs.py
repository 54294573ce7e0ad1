"""Structured logs on stderr, for people (console) or programs (JSON), without personal data.

Nothing that a visitor said or that names them may reach a log. Own code logs fields that it chose;
what is left are exceptions and the libraries' lines, so of an exception only its type and the
places in the code are written (its message can hold a database row or a form's input), and of a
library's line only its template.
"""

import errno
import logging
import sys
import traceback
from types import TracebackType
from typing import Any, Literal

import structlog
from aiohttp.http_exceptions import HttpProcessingError
from structlog.typing import EventDict, Processor, WrappedLogger

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]
FRAMES = 12


def configure(level: str, form: Literal["console", "json"]) -> None:
    """Send structlog and the standard library's logging through one renderer to stderr."""
    common: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        anonymous_exception,
    ]
    structlog.configure(
        processors=[*common, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(template_only)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=common,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _renderer(form),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # A peer that does not speak HTTP is the peer's fault; it is in the access log as a 400.
    logging.getLogger("aiohttp.server").addFilter(not_the_peers_fault)
    for name in ("asyncio", "aiohttp", "websockets", "sqlalchemy", "alembic"):
        logging.getLogger(name).setLevel(max(root.level, logging.WARNING))  # they drown ours


def template_only(record: logging.LogRecord) -> bool:
    """Logging filter: drop the arguments of libraries' lines, for example a peer's address."""
    if not isinstance(record.msg, dict):  # structlog's own events come as dicts
        record.args = None
    return True


def not_the_peers_fault(record: logging.LogRecord) -> bool:
    """Logging filter: drop aiohttp's errors about requests that are no HTTP."""
    fault = record.exc_info[1] if record.exc_info else None
    return not isinstance(fault, HttpProcessingError)


def anonymous_exception(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """structlog processor: replace ``exc_info`` by the exception's types and places."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if info and info[1] is not None:
        event["fault"] = describe(info[1])  # not "exception": the console would want text there
    return event


def describe(fault: BaseException) -> dict[str, Any]:
    """Type, place and cause of an exception, never its words; an OSError's number is safe."""
    frames = traceback.extract_tb(fault.__traceback__)[-FRAMES:]
    told: dict[str, Any] = {
        "type": f"{type(fault).__module__}.{type(fault).__qualname__}",
        "at": [f"{_module(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if isinstance(fault, OSError) and fault.errno is not None:
        told["errno"] = errno.errorcode.get(fault.errno, str(fault.errno))
    cause = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if cause is not None:
        told["cause"] = f"{type(cause).__module__}.{type(cause).__qualname__}"
    return told


def _module(filename: str) -> str:
    """The path from the package on; the folders above it are the operator's own business."""
    for root in ("/site-packages/", "/server/"):
        if root in filename:
            return filename.rsplit(root, 1)[1]
    return filename.rsplit("/", 1)[-1]


def _renderer(form: Literal["console", "json"]) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
