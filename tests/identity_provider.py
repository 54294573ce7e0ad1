"""A real identity provider on this machine, for tests: its people, its lies, its keys.

``consent`` is what a person does at it: sign in there and be sent back with a code.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import aiohttp
from yarl import URL

CLIENT_ID: Final = "virtual branch"
CLIENT_SECRET: Final = "a client's secret: 100% +/="  # every character that has to be encoded
_SERVER: Final = Path(__file__).with_name("identity_provider_server.py")


class IdentityProvider:
    """``end`` it; ``issuer`` is also its address."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(_SERVER), CLIENT_ID, CLIENT_SECRET],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.issuer = f"http://localhost:{int(self._process.stdout.readline())}"

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()

    async def person(self, subject: str, **claims: Any) -> None:
        """Somebody whom it knows, from now on with these claims."""
        await self._ask("PUT", f"/users/{subject}", claims)

    async def lie(self, **what: Any) -> None:
        """From now on, until it is called again: ``claims``, ``drop``, ``later``, ``signed``,
        ``metadata``, ``status`` with ``answer`` and ``location``. Without any it is honest."""
        await self._ask("PUT", "/test/lie", what)

    async def rotate(self, *, same_name: bool = False) -> None:
        """It signs with a new key and forgets the old one."""
        await self._ask("POST", "/test/rotate?same=1" if same_name else "/test/rotate", {})

    async def asked(self) -> list[str]:
        """Every path that it was asked for, but for what tests ask."""
        async with aiohttp.ClientSession() as http, http.get(f"{self.issuer}/test/asked") as told:
            paths: list[str] = await told.json()
            return paths

    async def consent(self, url: str, subject: str) -> URL:
        """Sign in at ``url``, to which the branch has sent the browser; where it sends us then."""
        form = {"sub": subject}
        async with (
            aiohttp.ClientSession() as http,
            http.post(URL(url, encoded=True), data=form, allow_redirects=False) as answer,
        ):
            assert answer.status == 302, await answer.text()
            return URL(answer.headers["Location"], encoded=True)

    async def _ask(self, method: str, path: str, body: object) -> None:
        async with (
            aiohttp.ClientSession() as http,
            http.request(method, self.issuer + path, json=body) as answer,
        ):
            assert answer.status == 204, await answer.text()
