"""Content over real HTTP: immutable names, codings, ranges, conditions; the cache may lie."""

import asyncio
import gzip
import hashlib
import random
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import brotli
import pytest
from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import TestServer
from multidict import CIMultiDictProxy

from vbranch.web import content as product
from vbranch.web.content import CODINGS, CONTENT_PATH, Content
from vbranch.web.errors import error_middleware

BODY = b"".join(b"vertex %d;" % (i % 977) for i in range(30_000))
NOISE = random.Random(1).randbytes(5000)
TAG = f'"{hashlib.sha256(BODY).hexdigest()[:32]}"'


class Site:
    """A server with one compressible model, one picture, and one model of noise."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.cache = root / "cache" / "content"
        for name, body in (("hall.glb", BODY), ("light.webp", BODY), ("noise.glb", NOISE)):
            (root / name).write_bytes(body)
        self.content = Content(self.cache)
        self.model, self.picture, self.noise = (
            self.content.add(root / name) for name in ("hall.glb", "light.webp", "noise.glb")
        )
        app = web.Application(middlewares=[error_middleware])
        app.router.add_get(CONTENT_PATH, self.content.handle)
        self.server = TestServer(app, host="127.0.0.1")


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    found = Site(tmp_path)
    await found.server.start_server()
    yield found
    await found.content.stop()
    await found.server.close()


@pytest.fixture
async def web_client() -> AsyncIterator[ClientSession]:
    """A client that shows what came over the wire: nothing is decoded, no coding asked for."""
    headers = {"Accept-Encoding": "identity"}
    async with ClientSession(
        auto_decompress=False, headers=headers, connector=TCPConnector(force_close=True)
    ) as session:
        yield session


class Answer:
    def __init__(self, status: int, headers: CIMultiDictProxy[str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body


async def ask(
    client: ClientSession, site: Site, path: str, method: str = "GET", **headers: str
) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with client.request(method, site.server.make_url(path), headers=named) as response:
        return Answer(response.status, response.headers, await response.read())


async def test_a_file_is_served_under_a_name_of_its_content(
    site: Site, web_client: ClientSession
) -> None:
    assert site.model == f"/content/hall.{hashlib.sha256(BODY).hexdigest()[:12]}.glb"
    found = await ask(web_client, site, site.model)
    assert (found.status, found.body) == (200, BODY)
    assert found.headers["Content-Type"] == "model/gltf-binary"
    assert found.headers["Content-Length"] == found.headers["X-Content-Bytes"] == str(len(BODY))
    assert found.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert found.headers["ETag"] == TAG
    assert found.headers["Accept-Ranges"] == "bytes"
    assert found.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in found.headers


async def test_another_content_has_another_name(tmp_path: Path) -> None:
    path = tmp_path / "a.glb"
    path.write_bytes(b"one")
    first = Content(tmp_path / "c").add(path)
    path.write_bytes(b"two")
    assert Content(tmp_path / "c").add(path) != first


async def test_what_was_hashed_is_served_even_if_the_file_changes(
    site: Site, web_client: ClientSession
) -> None:
    (site.root / "hall.glb").write_bytes(b"built anew")
    assert (await ask(web_client, site, site.model)).body == BODY
    assert site.content.add(site.root / "hall.glb") == site.model


@pytest.mark.parametrize("name", ["hall.glb", "hall.000000000000.glb", "..%2fhall.glb", "%00"])
async def test_nothing_else_is_served(site: Site, web_client: ClientSession, name: str) -> None:
    found = await ask(web_client, site, f"/content/{name}")
    assert found.status == 404
    assert "immutable" not in found.headers.get("Cache-Control", "")


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("br;q=0", ""),
        ("identity", ""),
        ("zstd, deflate", ""),
        ("brrr, gzip;q=x, ;;,", ""),
    ],
)
async def test_the_best_coding_that_the_browser_takes_is_sent(
    site: Site, web_client: ClientSession, accept: str, coding: str
) -> None:
    await site.content.start()
    await site.content.finished()
    found = await ask(web_client, site, site.model, Accept_Encoding=accept)
    assert found.headers.get("Content-Encoding", "") == coding
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[coding]
    assert unpack(found.body) == BODY
    assert found.headers["Content-Length"] == str(len(found.body))
    assert found.headers["X-Content-Bytes"] == str(len(BODY))
    assert found.headers["ETag"] == (f'{TAG[:-1]}-{coding}"' if coding else TAG)
    assert found.headers["Vary"] == "Accept-Encoding"


async def test_until_it_is_compressed_it_goes_out_as_it_is(
    site: Site, web_client: ClientSession
) -> None:
    found = await ask(web_client, site, site.model, Accept_Encoding="br, gzip")
    assert found.body == BODY
    assert "Content-Encoding" not in found.headers


@pytest.mark.parametrize("which", ["picture", "noise"])
async def test_what_does_not_gain_is_not_compressed(
    site: Site, web_client: ClientSession, which: str
) -> None:
    await site.content.start()
    await site.content.finished()
    found = await ask(web_client, site, getattr(site, which), Accept_Encoding="br, gzip")
    assert "Content-Encoding" not in found.headers
    assert found.body == (BODY if which == "picture" else NOISE)


async def test_a_picture_says_what_it_is(site: Site, web_client: ClientSession) -> None:
    found = await ask(web_client, site, site.picture)
    assert found.headers["Content-Type"] == "image/webp"
    assert "Vary" not in found.headers


async def test_head_has_the_headers_alone(site: Site, web_client: ClientSession) -> None:
    await site.content.start()
    await site.content.finished()
    got = await ask(web_client, site, site.model, Accept_Encoding="br")
    head = await ask(web_client, site, site.model, "HEAD", Accept_Encoding="br")
    assert (head.status, head.body) == (200, b"")
    same = ("Content-Length", "Content-Encoding", "ETag", "X-Content-Bytes", "Content-Type")
    assert {name: head.headers[name] for name in same} == {name: got.headers[name] for name in same}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (TAG, 304),
        (f"W/{TAG}", 304),
        (f'"other", {TAG[:-1]}-br"', 304),
        ("*", 304),
        ('"other"', 200),
        (TAG.strip('"'), 200),
        ('"', 200),
    ],
)
async def test_a_browser_that_has_it_gets_nothing(
    site: Site, web_client: ClientSession, said: str, status: int
) -> None:
    found = await ask(web_client, site, site.model, If_None_Match=said, Range="bytes=0-1")
    if status == 304:
        assert (found.status, found.body) == (304, b"")
        assert found.headers["ETag"] == TAG
        assert "immutable" in found.headers["Cache-Control"]
        assert "Transfer-Encoding" not in found.headers
    else:
        assert found.status == 206


SIZE = len(BODY)


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=100000-", 100_000, SIZE),
        ("bytes=-5", SIZE - 5, SIZE),
        (f"bytes=5-{SIZE * 2}", 5, SIZE),
        (f"bytes=-{SIZE * 2}", 0, SIZE),
        ("bytes=0-200000", 0, 200_001),
    ],
)
async def test_a_range_is_cut_from_the_file_without_coding(
    site: Site, web_client: ClientSession, asked: str, first: int, end: int
) -> None:
    await site.content.start()
    await site.content.finished()
    found = await ask(web_client, site, site.model, Range=asked, Accept_Encoding="br")
    assert found.status == 206
    assert found.body == BODY[first:end]
    assert found.headers["Content-Range"] == f"bytes {first}-{end - 1}/{SIZE}"
    assert found.headers["Content-Length"] == str(end - first)
    assert found.headers["ETag"] == TAG
    assert "Content-Encoding" not in found.headers


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=-0", "bytes=999999999999999-"])
async def test_a_range_beyond_the_end_is_refused(
    site: Site, web_client: ClientSession, asked: str
) -> None:
    found = await ask(web_client, site, site.model, Range=asked)
    assert (found.status, found.body) == (416, b"")
    assert found.headers["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize(
    "asked",
    ["bytes=-", "bytes=9-3", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", f"bytes=0-{'9' * 5000}"],
)
async def test_ranges_that_make_no_sense_get_the_whole(
    site: Site, web_client: ClientSession, asked: str
) -> None:
    found = await ask(web_client, site, site.model, Range=asked)
    assert (found.status, found.body) == (200, BODY)


@pytest.mark.parametrize(
    ("validator", "status"),
    [(TAG, 206), (f"W/{TAG}", 200), ('"other"', 200), (f'{TAG[:-1]}-br"', 200)],
)
async def test_a_range_of_another_version_gets_the_whole(
    site: Site, web_client: ClientSession, validator: str, status: int
) -> None:
    found = await ask(web_client, site, site.model, Range="bytes=0-9", If_Range=validator)
    assert found.status == status


# ---- the cache -----------------------------------------------------------------------------------


async def compressed(site: Site) -> dict[str, bytes]:
    """A new server's compressed forms of the model, from the same cache."""
    fresh = Content(site.cache)
    fresh.add(site.root / "hall.glb")
    fresh.add(site.root / "noise.glb")
    await fresh.start()
    await fresh.finished()
    (model, noise) = fresh._assets.values()
    assert noise.packed == {}
    return model.packed


async def test_a_second_start_takes_the_compressed_forms_from_the_cache(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await compressed(site)
    assert set(first) == {coding.name for coding in CODINGS}
    assert not [path for path in site.cache.iterdir() if path.suffix == ".new"]

    def packed_again(*_: object) -> bytes:
        raise AssertionError("compressed again")

    monkeypatch.setattr(product.Content, "_pack", packed_again)
    assert await compressed(site) == first


@pytest.mark.parametrize(
    "damage",
    [b"x", b"\x1f\x8b\x08\x00", gzip.compress(b"other"), BODY],
    ids=["noise", "cut head", "another file", "not packed"],  # gzip holds the time of day
)
async def test_a_cache_that_lies_is_mended(site: Site, damage: bytes) -> None:
    first = await compressed(site)
    for path in site.cache.iterdir():
        path.write_bytes(damage)
    assert await compressed(site) == first
    for path in site.cache.iterdir():
        path.unlink()
    assert await compressed(site) == first


async def test_a_cache_that_cannot_be_written_costs_only_time(site: Site) -> None:
    (site.root / "cache").write_text("in the way")
    assert set(await compressed(site)) == {coding.name for coding in CODINGS}


async def test_stopping_ends_the_compression(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, told = threading.Event(), threading.Event()

    def slow(blocks: Iterator[memoryview]) -> bytes:
        first = bytes(next(blocks))
        begun.set()
        told.wait()
        return b"".join([first, *blocks])[:9]

    monkeypatch.setattr(product, "BLOCK_BYTES", 1000)
    monkeypatch.setattr(product, "CODINGS", (product.Coding("br", ".br", slow, bytes),))
    await site.content.start()
    await asyncio.to_thread(begun.wait)
    stopping = asyncio.create_task(site.content.stop())
    await asyncio.sleep(0)
    told.set()
    await stopping
    assert not site.cache.exists()
