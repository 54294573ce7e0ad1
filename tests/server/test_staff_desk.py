"""What is built for staff out of the settings."""

import subprocess
import sys
from pathlib import Path

import pytest

from vbranch.folder import STAFF_KEY_FILE, KeyUnreadable
from vbranch.ids import AccountId, SessionId
from vbranch.realtime.clock import SystemClock
from vbranch.services.bans import BanOrder
from vbranch.settings import Settings
from vbranch.staff_desk import open_desk
from vbranch.stores import open_stores


async def test_a_banned_address_stays_banned_over_a_restart(tmp_path: Path) -> None:
    """Its hash is made with a key that lasts; it is not the key that seals second factors."""
    settings = Settings(data_dir=tmp_path)
    for restart in range(2):
        stores = open_stores(tmp_path)
        desk = open_desk(settings, stores, SystemClock())
        if not restart:
            order = BanOrder(SessionId("s"), 2000.0, "192.0.2.7")
            await desk.bans.put(order, "spam", AccountId("a"), 1000.0)
        assert await desk.bans.at("192.0.2.7", 1500.0) is not None
        assert await desk.bans.at("192.0.2.8", 1500.0) is None
        await desk.close()
        await stores.close()


async def test_a_key_that_is_none_is_told(tmp_path: Path) -> None:
    stores = open_stores(tmp_path)
    (tmp_path / STAFF_KEY_FILE).write_text("not a key")
    with pytest.raises(KeyUnreadable):
        open_desk(Settings(data_dir=tmp_path), stores, SystemClock())
    await stores.close()


def test_what_a_provider_needs_is_not_imported_without_one() -> None:
    """It takes a twentieth of a second, and megabytes, of every start."""
    told = subprocess.run(
        [sys.executable, "-c", "import sys, vbranch.app; print('authlib' in sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout == "False\n"


async def test_a_provider_only_where_the_settings_name_one(tmp_path: Path) -> None:
    stores = open_stores(tmp_path)
    without = open_desk(Settings(data_dir=tmp_path), stores, SystemClock())
    assert without.oidc is None
    named = Settings(
        data_dir=tmp_path,
        oidc_issuer="https://id.example",
        oidc_client_id="branch",
        oidc_client_secret="hunter2",  # type: ignore[arg-type]
        oidc_roles={"Hosts": "host"},  # type: ignore[dict-item]
    )
    desk = open_desk(named, stores, SystemClock())
    assert desk.oidc is not None
    await desk.close()
    await without.close()
    await stores.close()
