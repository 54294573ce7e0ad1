"""Sealed text: opened by its own key and visit only; anything else is None, never an error."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from vbranch.ids import VisitId
from vbranch.services.sealing import Seal, new_key

VISIT = VisitId("visit-1")
KEY = bytes(range(32))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=600)


@given(TEXT)
def test_what_was_sealed_opens_again(text: str) -> None:
    sealed = Seal(VISIT, KEY).close(text)
    assert Seal(VISIT, KEY).open(sealed) == text
    assert sealed.isascii()
    assert json.dumps(sealed) == f'"{sealed}"'


def test_the_same_text_is_sealed_differently_each_time() -> None:
    seal = Seal(VISIT, KEY)
    assert len({seal.close("Aya") for _ in range(100)}) == 100


def test_form_is_nonce_ciphertext_and_tag() -> None:
    sealed = Seal(VISIT, KEY).close("Aya")
    assert len(base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))) == 12 + 3 + 16


def test_another_key_or_another_visit_does_not_open_it() -> None:
    sealed = Seal(VISIT, KEY).close("Aya")
    assert Seal(VISIT, new_key()).open(sealed) is None
    assert Seal(VisitId("visit-2"), KEY).open(sealed) is None


def test_any_changed_character_closes_it_for_ever() -> None:
    seal = Seal(VISIT, KEY)
    sealed = seal.close("Aya of Zürich")
    for place, character in enumerate(sealed):
        changed = sealed[:place] + ("A" if character != "A" else "B") + sealed[place + 1 :]
        assert seal.open(changed) != "Aya of Zürich" or place == len(sealed) - 1


@given(st.text(max_size=80))
def test_what_was_never_sealed_is_none(text: str) -> None:
    assert Seal(VISIT, KEY).open(text) is None


@pytest.mark.parametrize("odd", ["", "A", "====", "AAAA", "+/+/", "ü" * 40, "A" * 40, "\ud800"])
def test_odd_texts_are_none(odd: str) -> None:
    assert Seal(VISIT, KEY).open(odd) is None


def test_it_is_aes_256_gcm_with_the_visit_as_associated_data() -> None:
    nonce = bytes(12)
    raw = nonce + AESGCM(KEY).encrypt(nonce, b"Aya", b"visit-1")
    assert Seal(VISIT, KEY).open(base64.urlsafe_b64encode(raw).rstrip(b"=").decode()) == "Aya"


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Seal(VISIT, bytes(length))
