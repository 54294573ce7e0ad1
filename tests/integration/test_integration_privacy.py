"""Names and words are sealed while a visit lasts and are nowhere once it is over (DESIGN: privacy).

Looked for in the raw bytes of everything under the data folder (database, write-ahead log, caches)
and in all that the server said, in every form in which text could lie there.
"""

import base64
import json
import sqlite3
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest
from branch_process import BOT_KEY, BranchProcess
from visitor import Browser, Visitor

from vbranch.protocol.constants import RESUME_WINDOW_S

NAME = "Zephyrine-谢霆-ゆきの"
WORDS = "unrepeatable-kumquat-私の口座-储蓄计划"


def forms(text: str) -> set[bytes]:
    """The text, and each run of it that a careless writer might leave, in its usual encodings."""
    found: set[bytes] = set()
    for part in {text, *text.split("-")}:
        escaped = json.dumps(part)[1:-1]
        found |= {
            part.encode(),
            part.encode("utf-16-le"),
            part.encode("utf-16-be"),
            escaped.encode(),
            escaped.upper().replace("\\U", "\\u").encode(),
            quote(part).encode(),
            part.encode().hex().encode(),
            repr(part.encode())[2:-1].encode(),
        }
        # base64 depends on where the text begins: compare the middle at all three offsets
        for offset in range(3):
            code = base64.b64encode(b"\x00" * offset + part.encode())
            found.add(code[4:-4])
    return {form for form in found if len(form) >= 6}


def found_in(folder: Path, needles: set[bytes]) -> list[tuple[str, bytes]]:
    return [
        (str(path.relative_to(folder)), needle)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_socket()
        for data in [path.read_bytes()]
        for needle in needles
        if needle in data
    ]


def visit_keys(data: Path) -> set[bytes]:
    """Every 32-byte key that lies in the database now, whatever its table is called."""
    keys = set()
    for path in data.rglob("*"):
        if not path.is_file() or not path.read_bytes().startswith(b"SQLite format 3\x00"):
            continue
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            for (table,) in database.execute("select name from sqlite_master where type='table'"):
                for row in database.execute(f'select * from "{table}"'):
                    keys |= {v for v in row if isinstance(v, bytes) and len(v) == 32}
        database.close()
    return keys


async def test_names_and_words_are_sealed_and_then_gone(
    own_branch: BranchProcess, http: aiohttp.ClientSession
) -> None:
    own_branch.start()
    folder = own_branch.data_dir
    needles = forms(NAME) | forms(WORDS)
    before = visit_keys(own_branch.data_dir)
    browser = await Browser.open(own_branch.url, http, BOT_KEY)
    visitor = await Visitor.enter(browser, NAME)
    for n in range(8):
        assert (await visitor.ask("chat", text=f"{WORDS} {n}"))["outcome"] == "accepted"
    await visitor.socket.send(json.dumps({"type": "chat", "id": "x", "text": WORDS}))
    await visitor.until(lambda: visitor.errors, "an error about a bad message with the words in it")
    listener = await Visitor.enter(await Browser.open(own_branch.url, http, BOT_KEY), "Somebody")
    assert listener.state["members"][0]["name"] == NAME, "while the visit lasts, members read it"
    assert len([c for c in listener.state["chat"] if WORDS in c["text"]]) == 8
    assert found_in(folder, needles) == [], "while the visit lasts only sealed forms lie there"
    keys = visit_keys(own_branch.data_dir) - before
    assert keys, "the visits' keys and tokens are in the database now"
    secrets = {browser.cookie.encode(), visitor.welcome["resume"].encode()}
    assert found_in(folder, secrets) == [], "cookies and tokens are kept hashed"

    for person in (visitor, listener):
        await person.leave()
        await person.done()
    late = await Visitor.enter(await Browser.open(own_branch.url, http, BOT_KEY), "Latecomer")
    assert not late.state["chat"], "the words went with their visits"
    await late.leave()
    await late.done()
    lasting = visit_keys(own_branch.data_dir)
    gone = keys - lasting
    assert gone, "the visits' keys are destroyed"
    assert found_in(folder, gone) == [], (
        "and their bytes are overwritten, in the log of the store too"
    )
    assert own_branch.stop() == 0
    assert found_in(folder, needles | gone | secrets) == []
    said = own_branch.said().encode()
    assert said
    assert [needle for needle in needles | secrets if needle in said] == []


@pytest.mark.slow  # the two minutes of R-1
async def test_who_never_came_back_is_forgotten_also_when_the_server_died(
    own_branch: BranchProcess, http: aiohttp.ClientSession
) -> None:
    """One visitor's line breaks, another's server is killed; nobody says goodbye."""
    own_branch.start()
    folder = own_branch.data_dir
    before = visit_keys(folder)
    lost = await Visitor.enter(await Browser.open(own_branch.url, http), NAME)
    cut = await Visitor.enter(await Browser.open(own_branch.url, http), NAME)
    assert (await cut.ask("chat", text=WORDS))["outcome"] == "accepted"
    keys = visit_keys(folder) - before
    await lost.drop()
    own_branch.kill()
    await cut.ended()
    own_branch.restart()
    watcher = await Visitor.enter(await Browser.open(own_branch.url, http), "Watcher")
    here = {member["member"] for member in watcher.state["members"]}
    assert {lost.member, cut.member} <= here, "they may still come back"
    await watcher.until(
        lambda: (
            {
                e["member"]
                for e in watcher.entries
                if e["kind"] == "leave" and e["reason"] == "expired"
            }
            >= {lost.member, cut.member}
        ),
        "both to be let go",
        patience=RESUME_WINDOW_S + 30,
    )
    gone = keys - visit_keys(folder)
    assert gone
    assert found_in(folder, gone | forms(NAME) | forms(WORDS)) == []
    await watcher.leave()
    await watcher.done()
