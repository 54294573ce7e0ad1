"""The built pages (``index.html``, ``staff.html``), always asked for anew, and assets whose names
hold their hash.

Everything is read and hashed once at the start, and compressed where the build has not done so
(``name.br`` beside a file); a file is then answered from memory.
What is not there when the server starts is not there (no path of a request ever reaches the disk).
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import brotli  # type: ignore[import-untyped]
import structlog
from aiohttp import hdrs, web

from .delivery import deliver
from .errors import Handler
from .negotiation import choose_coding

log = structlog.get_logger("vbranch.web")

INDEX: Final = "index.html"
STAFF: Final = "staff.html"
ASSETS: Final = "assets/"
BUILD_COMMAND: Final = "make run"
_COMPRESSIBLE: Final = (
    "text/",
    "application/javascript",
    "application/json",
    "application/manifest+json",
    "application/wasm",
    "image/svg+xml",
    "model/gltf-binary",  # clips of people: mostly JSON
)
_SMALLEST: Final = 512
_BROTLI_QUALITY: Final = 9
_TYPES: Final = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".glb": "model/gltf-binary",
    ".ktx2": "image/ktx2",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".webmanifest": "application/manifest+json",
}

_NOT_BUILT: Final = f"""<!doctype html><html lang="en"><meta charset="utf-8">
<title>Not built yet</title><h1>The page has not been built</h1>
<p>The server runs, but its web client is missing. Run <code>{BUILD_COMMAND}</code> in the
checkout: it builds the page, then starts the server.</p></html>"""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file in memory; ``coded`` has its compressed forms, best first."""

    body: bytes
    type: str
    etag: str
    immutable: bool
    coded: Mapping[str, bytes]


class Client:
    """The page's files by path (``index.html``, ``assets/main-1a2b.js``)."""

    def __init__(self, assets: dict[str, Asset]) -> None:
        self._assets = assets

    @classmethod
    def load(cls, folder: Path) -> "Client":
        """Read the build in ``folder`` (takes a second); an absent one is told, not an error."""
        assets = dict(_read(folder))
        if INDEX not in assets:
            log.warning("client_not_built", remedy=f"run `{BUILD_COMMAND}`")
        return cls(assets)

    @property
    def built(self) -> bool:
        return INDEX in self._assets

    @property
    def styles(self) -> list[str]:
        """The addresses of its style sheets, which bring its fonts."""
        return [f"/{name}" for name in self._assets if name.endswith(".css")]

    def register(self, app: web.Application) -> None:
        """``/``, ``/staff`` and every file by its own exact address."""
        app.router.add_get("/", self._page(INDEX))
        app.router.add_get("/staff", self._page(STAFF))
        for name in self._assets:
            app.router.add_get(f"/{name}", self._file)

    def _page(self, name: str) -> Handler:
        async def send(request: web.Request) -> web.StreamResponse:
            asset = self._assets.get(name)
            if asset is None:
                return web.Response(
                    status=503,
                    text=_NOT_BUILT,
                    content_type="text/html",
                    headers={"Cache-Control": "no-store"},
                )
            return await _answer(request, asset)

        return send

    async def _file(self, request: web.Request) -> web.StreamResponse:
        return await _answer(request, self._assets[request.path[1:]])


def _read(folder: Path) -> Iterator[tuple[str, Asset]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in (".br", ".gz", ".map"):
            name = path.relative_to(folder).as_posix()
            yield name, _asset(path, immutable=name.startswith(ASSETS))


def _asset(path: Path, *, immutable: bool) -> Asset:
    body = path.read_bytes()
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    kind = kind or "application/octet-stream"
    coded: list[tuple[str, bytes]] = []
    if kind.startswith(_COMPRESSIBLE) and len(body) >= _SMALLEST:
        coded.append(("br", _brotli(path, body)))
        coded.append(("gzip", gzip.compress(body, 6, mtime=0)))
    etag = hashlib.sha256(body).hexdigest()[:32]
    smaller = {name: code for name, code in coded if len(code) < len(body)}
    return Asset(body, kind, etag, immutable, smaller)


def _brotli(path: Path, body: bytes) -> bytes:
    """What the build has packed, if it still is this file; else packed here, less tightly."""
    try:
        packed = path.with_name(f"{path.name}.br").read_bytes()
        if brotli.decompress(packed) == body:
            return packed
    except (FileNotFoundError, brotli.error):
        pass
    fresh: bytes = brotli.compress(body, quality=_BROTLI_QUALITY)
    return fresh


async def _answer(request: web.Request, asset: Asset) -> web.StreamResponse:
    """The asset as the browser takes it. Each coding is a representation with an ETag of its own
    (RFC 9110, 8.8.3)."""
    coding = choose_coding(request, asset.coded)
    etag = f"{asset.etag}-{coding}" if coding else asset.etag
    fresh = any(tag.value in (etag, "*") for tag in request.if_none_match or ())
    response = web.Response(status=304) if fresh else web.StreamResponse()
    response.etag = etag
    response.headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
    response.headers[hdrs.CACHE_CONTROL] = (
        "public, max-age=31536000, immutable" if asset.immutable else "no-cache"
    )
    if fresh:
        return response
    response.content_type = asset.type
    if asset.type.startswith("text/"):
        response.charset = "utf-8"
    if coding:
        response.headers[hdrs.CONTENT_ENCODING] = coding
    return await deliver(request, response, asset.coded.get(coding, asset.body))
