"""The branch's files for the page, named by their content: a browser may keep them for ever.

Files are read once and held in memory (a branch has a few MiB): what is served is what was hashed,
even if somebody builds a scene anew under the running server. Models and JSON are compressed once
by a background thread and kept in a cache folder that may be deleted at any time; until that is
done they go out as they are. HTTP semantics are those of RFC 9110 and 8246 (immutable).
"""

import asyncio
import gzip
import hashlib
import os
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Final

import brotli  # type: ignore[import-untyped]
import structlog
from aiohttp import hdrs, web

from .delivery import deliver
from .errors import WebError
from .negotiation import choose_coding

log = structlog.get_logger("vbranch.web")

CONTENT_PATH: Final = "/content/{name}"
TRUE_SIZE: Final = "X-Content-Bytes"
"""Header with the size without content coding: the page's progress counts decoded bytes."""

TYPES: Final = {
    ".glb": "model/gltf-binary",
    ".json": "application/json",
    ".png": "image/png",
    ".webp": "image/webp",
    ".ktx2": "image/ktx2",
    ".svg": "image/svg+xml",
    ".webm": "video/webm",
    ".ogg": "audio/ogg",
    ".vtt": "text/vtt",
}
COMPRESSIBLE: Final = frozenset({".glb", ".json", ".svg", ".vtt"})
CACHE_CONTROL: Final = "public, max-age=31536000, immutable"
WORTH_IT: Final = 0.95
"""A compressed form above this share of the size is not kept."""
BLOCK_BYTES: Final = 1 << 20
BROTLI_QUALITY: Final = 9  # 11 takes 25 times as long and gains 4% on a model
GZIP_LEVEL: Final = 9

_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_TAG: Final = re.compile(r'(?:W/)?"([0-9a-f]{32})(?:-[a-z]+)?"')


class Stopped(Exception):
    """The server stops while something is being compressed."""


def _with_brotli(blocks: Iterator[memoryview]) -> bytes:
    packer = brotli.Compressor(quality=BROTLI_QUALITY)
    return b"".join([*map(packer.process, map(bytes, blocks)), packer.finish()])


def _with_gzip(blocks: Iterator[memoryview]) -> bytes:
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return b"".join([*map(packer.compress, blocks), packer.flush()])


@dataclass(frozen=True, slots=True)
class Coding:
    """A content coding, with the suffix of its files in the cache."""

    name: str
    suffix: str
    pack: Callable[[Iterator[memoryview]], bytes]
    unpack: Callable[[bytes], bytes]


CODINGS: Final = (
    Coding("br", ".br", _with_brotli, brotli.decompress),
    Coding("gzip", ".gz", _with_gzip, gzip.decompress),
)
"""The better one first: it is chosen if the browser takes both."""


@dataclass(slots=True)
class Asset:
    """One file: its bytes, and its compressed forms by coding as soon as they are there."""

    name: str
    kind: str
    body: bytes
    digest: str
    packed: dict[str, bytes] = field(default_factory=dict)

    @property
    def compressible(self) -> bool:
        return Path(self.name).suffix in COMPRESSIBLE


class Content:
    """``add`` files, route ``CONTENT_PATH`` to ``handle`` (GET and HEAD), then ``start``."""

    def __init__(self, cache_dir: Path) -> None:
        self._cache_dir = cache_dir
        self._assets: dict[str, Asset] = {}
        self._urls: dict[Path, str] = {}
        self._work: asyncio.Task[None] | None = None
        self._stopping = False

    def add(self, path: Path) -> str:
        """Read the file; its address, which changes with the content. Raises ``OSError``."""
        if path not in self._urls:
            body = path.read_bytes()
            digest = hashlib.sha256(body).hexdigest()
            name = f"{path.stem}.{digest[:12]}{path.suffix}"
            kind = TYPES.get(path.suffix, "application/octet-stream")
            self._assets[name] = Asset(name, kind, body, digest)
            self._urls[path] = CONTENT_PATH.format(name=name)
        return self._urls[path]

    async def start(self) -> None:
        """Begin to compress what has been added; returns at once."""
        self._work = asyncio.create_task(self._compress(), name="compress content")

    async def finished(self) -> None:
        """Wait until everything added before ``start`` has its compressed forms."""
        if self._work is not None:
            await self._work

    async def stop(self) -> None:
        """End the compression, if it still runs."""
        self._stopping = True
        await self.finished()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The file, a range of it, 304 when the browser has it; ``WebError`` 404."""
        asset = self._assets.get(request.match_info["name"])
        if asset is None:
            raise WebError(404, "not_found", "there is nothing at this address")
        if _has_it(request, asset):
            response = web.StreamResponse(status=HTTPStatus.NOT_MODIFIED)
            _describe(response, asset, "")
            await response.prepare(request)
            return response
        part = _asked_range(request, asset)
        if part is not None:
            return await _send_part(request, asset, part)
        coding = choose_coding(request, [c.name for c in CODINGS if c.name in asset.packed])
        response = web.StreamResponse()
        _describe(response, asset, coding)
        return await deliver(request, response, asset.packed.get(coding, asset.body))

    async def _compress(self) -> None:
        try:
            await asyncio.to_thread(self._compress_all)
        except Stopped:
            return
        except Exception:
            log.exception("content_compression_failed")  # served uncompressed, so not fatal

    def _compress_all(self) -> None:
        for asset in [asset for asset in self._assets.values() if asset.compressible]:
            for coding in CODINGS:
                packed = self._stored(asset, coding)
                if packed is None:
                    packed = self._pack(asset, coding)
                if packed:
                    asset.packed[coding.name] = packed

    def _pack(self, asset: Asset, coding: Coding) -> bytes:
        """The compressed form, stored; empty if it is not worth it."""
        packed = coding.pack(self._blocks(asset.body))
        if len(packed) > WORTH_IT * len(asset.body):
            packed = b""
        path = self._path(asset, coding)
        fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
        try:
            self._cache_dir.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(packed)
            fresh.replace(path)
        except OSError as fault:
            log.warning("content_cache_unwritable", reason=fault.strerror)
        return packed

    def _blocks(self, body: bytes) -> Iterator[memoryview]:
        view = memoryview(body)
        for start in range(0, len(view), BLOCK_BYTES):
            if self._stopping:
                raise Stopped
            yield view[start : start + BLOCK_BYTES]

    def _stored(self, asset: Asset, coding: Coding) -> bytes | None:
        """The form from the cache; None if it is not there or does not unpack to the file."""
        if self._stopping:
            raise Stopped
        try:
            packed = self._path(asset, coding).read_bytes()
            whole = not packed or coding.unpack(packed) == asset.body
        except (OSError, EOFError, zlib.error, brotli.error):
            return None
        return packed if whole else None

    def _path(self, asset: Asset, coding: Coding) -> Path:
        return self._cache_dir / f"{asset.digest}{coding.suffix}"


def _describe(response: web.StreamResponse, asset: Asset, coding: str) -> None:
    """The headers that every form of the file has."""
    tag = asset.digest[:32] + (f"-{coding}" if coding else "")
    response.headers[hdrs.ETAG] = f'"{tag}"'
    response.headers[hdrs.CACHE_CONTROL] = CACHE_CONTROL
    if asset.compressible:
        response.headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
    if response.status == HTTPStatus.NOT_MODIFIED:
        return
    response.headers[hdrs.CONTENT_TYPE] = asset.kind
    response.headers[hdrs.ACCEPT_RANGES] = "bytes"
    response.headers[TRUE_SIZE] = str(len(asset.body))
    if coding:
        response.headers[hdrs.CONTENT_ENCODING] = coding


def _has_it(request: web.Request, asset: Asset) -> bool:
    """If-None-Match names this content in any coding (weak comparison, RFC 9110 13.1.2)."""
    said = ",".join(request.headers.getall(hdrs.IF_NONE_MATCH, []))
    return said.strip() == "*" or asset.digest[:32] in _TAG.findall(said)


def _asked_range(request: web.Request, asset: Asset) -> tuple[int, int] | None:
    """The one range that is asked for as (first, end), maybe empty; None to send the whole file.

    Ranges count bytes of the file without coding. Several ranges, bad ones and ranges of another
    version (If-Range) are ignored, as RFC 9110 14.2 allows.
    """
    match = _RANGE.fullmatch(request.headers.get(hdrs.RANGE, "").strip())
    if match is None or match[0] == "bytes=-":
        return None
    if request.headers.get(hdrs.IF_RANGE, f'"{asset.digest[:32]}"') != f'"{asset.digest[:32]}"':
        return None
    size = len(asset.body)
    if not match[1]:
        return max(size - int(match[2]), 0), size
    first = int(match[1])
    if match[2] and int(match[2]) < first:
        return None
    return min(first, size), min(int(match[2]) + 1, size) if match[2] else size


async def _send_part(
    request: web.Request, asset: Asset, part: tuple[int, int]
) -> web.StreamResponse:
    first, end = part
    size = len(asset.body)
    if first >= end:
        response = web.StreamResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response.headers[hdrs.CONTENT_RANGE] = f"bytes */{size}"
        return await deliver(request, response, b"")
    response = web.StreamResponse(status=HTTPStatus.PARTIAL_CONTENT)
    _describe(response, asset, "")
    response.headers[hdrs.CONTENT_RANGE] = f"bytes {first}-{end - 1}/{size}"
    return await deliver(request, response, memoryview(asset.body)[first:end])
