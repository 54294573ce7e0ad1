"""Staff of a real server: the operator's command beside it, and Kim, who is hired and signs in."""

import subprocess
import sys

import aiohttp
from branch_process import BranchProcess, clean_environment
from visitor import COOKIE, Browser

PASSWORD = "correct horse battery"


def beside(branch: BranchProcess, *words: str, stdin: str = "") -> str:
    """``beside(branch, "audit", "verify")``: what the command said."""
    done = subprocess.run(
        [sys.executable, "-m", "vbranch", *words, "--data-dir", str(branch.data_dir)],
        env=clean_environment(),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


async def hire_kim(branch: BranchProcess, http: aiohttp.ClientSession, role: str) -> Browser:
    """An account of that role, and its session."""
    words = ("staff", "add", "kim", "--role", role, "--password-stdin")
    beside(branch, *words, stdin=f"{PASSWORD}\n")
    async with http.post(
        branch.url + "/api/v1/staff/sign-in",
        json={"name": "kim", "password": PASSWORD},
        headers={"Origin": branch.url},
    ) as answer:
        assert answer.status == 200, await answer.text()
        return Browser(branch.url, http, answer.cookies[COOKIE].value, "staff")
