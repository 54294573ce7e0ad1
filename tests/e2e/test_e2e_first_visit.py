"""The whole first visit: each language on a laptop and a phone, by keys alone, in the list."""

from typing import Any

import pytest
from browser import LIST
from catalogue import LOCALES
from first_visit import Guest, Witness, visit_in_the_list, whole_visit
from hands import Finger, Keys, Mouse

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DESKTOP: dict[str, Any] = {"viewport": {"width": 1024, "height": 640}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
NAMES = {"en": "Robin", "zh": "小林", "ja": "ミカ"}


def _seldom(language: str) -> Any:
    return pytest.param(language, marks=pytest.mark.slow)


def _guest(invite: Any, url: str, language: str, hands: Any, **options: Any) -> Guest:
    visitor = invite(url, NAMES[language], locale=LOCALES[language], **options)
    return Guest(visitor, language, hands(visitor), lambda station: None)


def _witness(invite: Any, url: str) -> Witness:
    return Witness(invite(url, "Bo", script=LIST))


@pytest.mark.parametrize("language", ["ja", _seldom("en"), _seldom("zh")])
def test_on_a_laptop(server, invite, language):
    witness = _witness(invite, server.url)
    whole_visit(_guest(invite, server.url, language, Mouse, **DESKTOP), witness)


@pytest.mark.parametrize("language", [_seldom("zh"), _seldom("en"), _seldom("ja")])
def test_on_a_phone(server, invite, language):
    witness = _witness(invite, server.url)
    whole_visit(_guest(invite, server.url, language, Finger, **PHONE), witness)


@pytest.mark.slow
def test_by_keys_alone(server, invite):
    witness = _witness(invite, server.url)
    whole_visit(_guest(invite, server.url, "en", Keys, **DESKTOP), witness)


def test_in_the_list_by_keys_alone(server, invite):
    witness = _witness(invite, server.url)
    visit_in_the_list(_guest(invite, server.url, "en", Keys, **DESKTOP), witness)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "hands", "size"), [("zh", Mouse, DESKTOP), ("ja", Finger, PHONE)]
)
def test_in_the_list_on_a_laptop_and_a_phone(server, invite, language, hands, size):
    witness = _witness(invite, server.url)
    visit_in_the_list(_guest(invite, server.url, language, hands, **size), witness)
