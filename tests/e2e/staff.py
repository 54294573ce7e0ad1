"""The bank's staff in the tests of the page: accounts by the operator, sign-in by HTTP."""

import os
import subprocess
import sys

from browser import LIST, Visitor

from server_process import ROOT, ServerProcess

PASSWORD = "correct horse battery"


def operate(server: ServerProcess, *words: str, stdin: str = "") -> None:
    """``operate(server, "staff", "disable", "aiko")``: the command beside the server."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("VBRANCH_")}
    done = subprocess.run(
        [sys.executable, "-m", "vbranch", *words, "--data-dir", str(server.data_dir)],
        env={**clean, "PYTHONPATH": str(ROOT / "server")},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def sign_in(visitor: Visitor, login: str) -> None:
    """The browser has the session from then on."""
    answer = visitor.context.request.post(
        f"{visitor.url}/api/v1/staff/sign-in",
        data={"name": login, "password": PASSWORD},
        headers={"Origin": visitor.url},
    )
    assert answer.status == 200, answer.text()


def on_duty(server: ServerProcess, invite, name: str, role: str) -> Visitor:
    """One of staff, in the room as a list."""
    login = name.lower()
    operate(
        server, "staff", "add", login, "--role", role, "--password-stdin", stdin=f"{PASSWORD}\n"
    )
    visitor: Visitor = invite(server.url, name, script=LIST)
    sign_in(visitor, login)
    visitor.enter_list()
    return visitor
