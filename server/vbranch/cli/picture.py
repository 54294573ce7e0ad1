"""A picture of a scene: the built page's viewer in Chromium, without a running branch.

The scene has passed ``check_scene`` before. A small server on the loopback interface hands out the
page, the scene's files and nothing else, and waits for the picture that the page sends back.
Chromium runs in its own sandbox with an empty profile, reaches no other address, and is ended with
all its children when the picture has come or its time is up.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from vbranch import resources
from vbranch.branch.check import SceneFiles
from vbranch.branch.description import describe_scene
from vbranch.branch.images import picture_of

WALL_S = 240.0
MOST_PICTURE_BYTES = 32 << 20
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless=new",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)
TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".webp": "image/webp",
}
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; "
    "img-src 'self' blob: data:; connect-src 'self' blob: data:; worker-src 'self' blob:"
)
NO_BRAND: Mapping[str, Any] = {"name": {}, "brand": None, "today": [], "rooms": []}


class NoPicture(Exception):
    """Why there is none, and what would help."""


@dataclass
class Booth:
    """What is handed out, and what comes back."""

    documents: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    picture: bytes = b""
    about: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    done: threading.Event = field(default_factory=threading.Event)

    def take(self, body: bytes, headers: Message) -> None:
        said = headers.get("X-Problem")
        if said or picture_of(body) is None:
            self.problem = unquote(said or "the page sent no picture")[:300]
        else:
            self.picture = body
            self.about = json.loads(headers.get("X-Scene") or "{}")
        self.done.set()


@dataclass(frozen=True, slots=True)
class Shot:
    """Pixels, more for the viewer's address (``&from=``...), and whether Chromium is confined."""

    size: tuple[int, int]
    query: str
    sandbox: bool


def take_picture(files: SceneFiles, shot: Shot) -> tuple[bytes, dict[str, Any]]:
    """A PNG of the scene, and what the page says of it. Raises ``NoPicture``."""
    chromium = _chromium(shot.sandbox)
    booth = _booth(files)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(booth))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/viewer.html"
        asked = f"scene=/scene&branch=/branch&deliver=/done&size={shot.size[0]}x{shot.size[1]}"
        _run(chromium, f"{address}?{asked}{shot.query}", shot.size, booth)
    finally:
        server.shutdown()
        server.server_close()
    if booth.problem:
        raise NoPicture(f"the page could not show it: {booth.problem}")
    return booth.picture, booth.about


def _chromium(sandbox: bool) -> list[str]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not path:
        raise NoPicture(
            "there is no Chromium: install it (Debian: apt-get install chromium), or set CHROMIUM "
            "to its path"
        )
    if not (resources.built_client() / "viewer.html").is_file():
        raise NoPicture("the page is not built: run `make run` in the checkout once")
    if sandbox and os.geteuid() == 0:
        raise NoPicture(
            "Chromium has no sandbox for root: run this as another user, or, for files that you "
            "trust, with --no-sandbox"
        )
    return [path, *FLAGS, *([] if sandbox else ["--no-sandbox"])]


def _booth(files: SceneFiles) -> Booth:
    booth = Booth()

    def url(path: Path) -> str:
        booth.files[f"/scene-files/{path.name}"] = path
        return f"/scene-files/{path.name}"

    booth.documents["/scene"] = json.dumps(describe_scene(files, url)).encode()
    booth.documents["/branch"] = json.dumps(NO_BRAND).encode()
    static = resources.built_client()
    for path in static.rglob("*"):
        if path.is_file():
            booth.files[f"/{path.relative_to(static).as_posix()}"] = path
    return booth


def _handler(booth: Booth) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            document = booth.documents.get(path)
            file = booth.files.get(path)
            if document is None and file is None:
                self.send_error(404)
                return
            body = document if file is None else file.read_bytes()
            kind = "application/json" if file is None else TYPES.get(file.suffix)
            self._answer(body or b"", kind or "application/octet-stream")

        def _answer(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            if self.path != "/done" or not 0 <= length <= MOST_PICTURE_BYTES:
                self.send_error(404)
                return
            body = self.rfile.read(length)
            self.send_response(204)
            self.end_headers()
            booth.take(body, self.headers)

        def log_message(self, *_: object) -> None:
            """Nothing: the picture is the answer."""

    return Handler


def _run(chromium: list[str], address: str, size: tuple[int, int], booth: Booth) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [*chromium, f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}"]
        process = subprocess.Popen(
            [*command, address],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _wait(process, booth)
        finally:
            with contextlib.suppress(ProcessLookupError):  # all of it has ended by itself
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: "subprocess.Popen[bytes]", booth: Booth) -> None:
    for _ in range(int(WALL_S)):
        if booth.done.wait(1.0):
            return
        if process.poll() is not None:
            raise NoPicture(f"Chromium ended at once (status {process.returncode})")
    raise NoPicture(f"no picture within {WALL_S:.0f} s")
