"""The other servers: exact versions, the right packages, changes that must fit."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from bench import peers, places
from bench.servers import SERVERS

EXACT = re.compile(r"\d+\.\d+\.\d+")


def lock() -> dict:
    return json.loads((places.PEERS / "package-lock.json").read_text("utf-8"))


def test_every_npm_package_has_one_exact_version_and_is_locked_so() -> None:
    pins = peers.pins()
    wanted = pins["dependencies"] | pins["optionalDependencies"]
    for name, version in wanted.items():
        assert EXACT.fullmatch(version), name
        assert lock()["packages"][f"node_modules/{name}"]["version"] == version


def test_the_lock_file_names_no_download_address_and_has_every_checksum() -> None:
    for path, package in lock()["packages"].items():
        if path:
            assert "resolved" not in package, path
            assert package["integrity"].startswith("sha512-"), path


def test_every_python_package_has_one_exact_version() -> None:
    lines = (places.PEERS / "requirements.txt").read_text("utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith("#")]
    assert any(line.startswith("matplotlib==") for line in pinned)
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9.]+", line) for line in pinned)


def test_what_a_server_is_made_of_is_pinned() -> None:
    for server in SERVERS.values():
        for package in server.packages:
            assert EXACT.fullmatch(peers.pinned_version(package)), (server.name, package)


def test_another_package_than_the_pinned_one_is_refused() -> None:
    good = "sha512-" + base64.b64encode(hashlib.sha512(b"package").digest()).decode()
    peers.check_integrity(b"package", good)
    with pytest.raises(peers.InstallFailed):
        peers.check_integrity(b"packagf", good)


def test_a_change_must_fit_exactly_once() -> None:
    assert peers.change("a b c", [("b", "x"), ("x c", "y")]) == "a y"
    with pytest.raises(peers.InstallFailed):
        peers.change("a b b", [("b", "x")])
    with pytest.raises(peers.InstallFailed):
        peers.change("a", [("b", "x")])


def test_installing_happens_once_and_again_when_a_pin_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pins, target, done = tmp_path / "peers", tmp_path / "cache" / "node", []
    pins.mkdir()
    (pins / "package.json").write_text("{}")
    monkeypatch.setattr(places, "PEERS", pins)
    monkeypatch.setattr(places, "ROOT", tmp_path)
    for _ in range(2):
        peers._once(target, done.append)
    assert done == [target]
    (pins / "package.json").write_text('{"dependencies": {}}')
    (target / "left over").write_text("")
    peers._once(target, done.append)
    assert done == [target, target]
    assert not (target / "left over").exists()


def test_an_install_that_failed_is_not_taken_for_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "ROOT", tmp_path)

    def fail(folder: Path) -> None:
        raise peers.InstallFailed("no network")

    with pytest.raises(peers.InstallFailed):
        peers._once(tmp_path / "node", fail)
    done: list[Path] = []
    peers._once(tmp_path / "node", done.append)
    assert done
