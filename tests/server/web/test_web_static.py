"""The built page as a browser gets it."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import brotli
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from vbranch.web.errors import error_middleware
from vbranch.web.static import Client

SCRIPT = "export const words = [" + "'word'," * 500 + "];\n"
PICTURE = bytes(range(256)) * 8
Open = Callable[[Path], Awaitable["TestClient[web.Request, web.Application]"]]


@pytest.fixture
async def client_of() -> AsyncIterator[Open]:
    opened: list[TestClient[web.Request, web.Application]] = []

    async def open_(folder: Path) -> TestClient[web.Request, web.Application]:
        app = web.Application(middlewares=[error_middleware])
        Client.load(folder).register(app)
        client = TestClient(TestServer(app), auto_decompress=False)
        await client.start_server()
        opened.append(client)
        return client

    yield open_
    for client in opened:
        await client.close()


@pytest.fixture
def build(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>页</title>", "utf-8")
    (folder / "assets" / "main-1a2b3c4d.js").write_text(SCRIPT)
    (folder / "assets" / "main-1a2b3c4d.js.map").write_text("{}")
    (folder / "assets" / "sky-5e6f7a8b.webp").write_bytes(PICTURE)
    (tmp_path / "secret.txt").write_text("not of the page")
    return folder


async def test_index_is_asked_for_anew_each_time(client_of: Open, build: Path) -> None:
    client = await client_of(build)
    first = await client.get("/")
    assert first.status == 200
    assert first.headers["Content-Type"] == "text/html; charset=utf-8"
    assert first.headers["Cache-Control"] == "no-cache"
    assert "页" in await first.text()
    again = await client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304
    assert again.headers["ETag"] == first.headers["ETag"]
    assert await again.read() == b""
    other = await client.get("/", headers={"If-None-Match": '"other"'})
    assert other.status == 200


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("BR", "br"),
        ("*", "br"),
        ("*;q=0", None),
        ("identity", None),
        ("br;q=x", None),
        ("", None),
    ],
)
async def test_coding_that_the_browser_takes(
    client_of: Open, build: Path, accepted: str, coding: str | None
) -> None:
    client = await client_of(build)
    answer = await client.get("/assets/main-1a2b3c4d.js", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == coding
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"
    body = await answer.read()
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert decode(body).decode() == SCRIPT
    assert (len(body) < len(SCRIPT)) == (coding is not None)


@pytest.mark.parametrize("fits", [True, False], ids=["of this file", "of another"])
async def test_what_the_build_has_packed_is_taken_if_it_fits(
    client_of: Open, build: Path, fits: bool
) -> None:
    packed = brotli.compress((SCRIPT if fits else "of old").encode(), quality=1)
    (build / "assets" / "main-1a2b3c4d.js.br").write_bytes(packed)
    client = await client_of(build)
    answer = await client.get("/assets/main-1a2b3c4d.js", headers={"Accept-Encoding": "br"})
    body = await answer.read()
    assert (body == packed) is fits
    assert brotli.decompress(body).decode() == SCRIPT
    assert (await client.get("/assets/main-1a2b3c4d.js.br")).status == 404


async def test_what_is_packed_badly_is_packed_anew(client_of: Open, build: Path) -> None:
    (build / "assets" / "main-1a2b3c4d.js.br").write_bytes(b"no brotli")
    client = await client_of(build)
    answer = await client.get("/assets/main-1a2b3c4d.js", headers={"Accept-Encoding": "br"})
    assert brotli.decompress(await answer.read()).decode() == SCRIPT


async def test_codings_have_different_tags(client_of: Open, build: Path) -> None:
    client = await client_of(build)
    tags = set()
    for accepted in ("br", "gzip", "identity"):
        url = "/assets/main-1a2b3c4d.js"
        answer = await client.get(url, headers={"Accept-Encoding": accepted})
        tags.add(answer.headers["ETag"])
    assert len(tags) == 3


async def test_pictures_go_as_they_are(client_of: Open, build: Path) -> None:
    client = await client_of(build)
    answer = await client.get("/assets/sky-5e6f7a8b.webp", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Type"] == "image/webp"
    assert await answer.read() == PICTURE


@pytest.mark.parametrize(
    "path",
    [
        "/assets/none.js",
        "/assets/main-1a2b3c4d.js.map",
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
        "//etc/passwd",
        "/assets",
        "/%00",
    ],
)
async def test_nothing_else_is_served(client_of: Open, build: Path, path: str) -> None:
    client = await client_of(build)
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    assert head.startswith(b"HTTP/1.1 404 ")
    assert json.loads(body)["error"]["code"] == "not_found"


async def test_page_that_is_not_built_says_the_command(client_of: Open, tmp_path: Path) -> None:
    client = await client_of(tmp_path / "none")
    answer = await client.get("/")
    assert answer.status == 503
    assert "<code>make run</code>" in await answer.text()
    assert answer.headers["Cache-Control"] == "no-store"


async def test_the_page_for_staff_has_an_address_of_its_own(client_of: Open, build: Path) -> None:
    assert (await (await client_of(build)).get("/staff")).status == 503
    (build / "staff.html").write_text("<!doctype html><title>Staff</title>")
    answer = await (await client_of(build)).get("/staff?next=https://evil.example")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Staff" in await answer.text()
