"""Login names have one form, passwords are kept as argon2id, the dummy costs as much as a real."""

import time
from unittest.mock import patch

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from vbranch.access import passwords
from vbranch.access.passwords import (
    MAX_PASSWORD,
    BadLogin,
    BadPassword,
    check_password,
    hash_password,
    login_form,
    needs_rehash,
    new_password,
    verify_password,
)

GOOD = "correct horse battery"


@pytest.mark.parametrize("typed", ["Ana.Lima", " ana.lima ", "ANA.LIMA", "ａｎａ．ｌｉｍａ"])
def test_however_it_is_typed_it_is_one_name(typed: str) -> None:
    assert login_form(typed) == "ana.lima"


@pytest.mark.parametrize("typed", ["straße", "STRASSE", "Straße"])
def test_letters_of_two_cases_are_folded(typed: str) -> None:
    assert login_form(typed) == "strasse"


def test_names_of_other_scripts_and_addresses_are_names() -> None:
    assert login_form("李明") == "李明"
    assert login_form("A.Lima@bank.example") == "a.lima@bank.example"


@pytest.mark.parametrize("typed", ["", "  ", "a b", "a\nb", "a/b", "-a", "x" * 65, "a\ud800", "ﷺ"])
def test_what_is_no_login_name(typed: str) -> None:
    with pytest.raises(BadLogin):
        login_form(typed)


def test_a_password_is_found_again_and_no_other() -> None:
    kept = hash_password(GOOD)
    assert extract_parameters(kept).type is Type.ID
    assert GOOD not in kept
    assert hash_password(GOOD) != kept  # salted
    assert verify_password(kept, GOOD)
    assert not verify_password(kept, GOOD + "x")
    assert not needs_rehash(kept)


def test_composed_and_decomposed_letters_are_the_same_password() -> None:
    assert verify_password(hash_password("Zürich am See"), "Zu\u0308rich am See")


@pytest.mark.parametrize("password", ["", "\ud800" * 12, "x" * (MAX_PASSWORD + 1)])
def test_any_string_may_be_tried(password: str) -> None:
    assert not verify_password(hash_password(GOOD), password)


def test_without_a_hash_nothing_is_right_and_the_work_is_the_same() -> None:
    with patch.object(passwords, "_HASHER", wraps=passwords._HASHER) as hasher:
        assert not verify_password(None, GOOD)
        hasher.verify.assert_called_once()
    assert not needs_rehash(passwords._DUMMY), "make the dummy anew with the new parameters"
    began = time.process_time()
    verify_password(None, GOOD)
    assert time.process_time() - began > 0.01


def test_who_knows_the_dummys_password_has_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_DUMMY", hash_password(GOOD))
    assert not verify_password(None, GOOD)
    monkeypatch.setattr(passwords, "_DUMMY", hash_password(""))
    assert not verify_password(hash_password(GOOD), "x" * (MAX_PASSWORD + 1))


def test_a_kept_hash_that_is_none_is_no_password() -> None:
    assert not verify_password("not a hash", GOOD)


def test_older_parameters_are_to_be_hashed_again() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(GOOD)
    assert verify_password(weak, GOOD)
    assert needs_rehash(weak)


@pytest.mark.parametrize("password", ["short", "x" * 20, "anaanaana.ana.lima1", "y" * 300])
def test_what_may_not_be_a_password(password: str) -> None:
    with pytest.raises(BadPassword) as why:
        check_password(password, "ana.lima")
    assert password not in str(why.value)


def test_long_phrases_and_made_ones_are_passwords() -> None:
    check_password(GOOD, "ana.lima")
    made = {new_password() for _ in range(100)}
    assert len(made) == 100
    for password in made:
        check_password(password, "ana.lima")


def test_what_is_taken_as_a_password_can_be_used() -> None:
    """A decomposed one is shorter in its form, but what is typed is measured."""
    decomposed = "u\u0308bcdefg" * 40
    with pytest.raises(BadPassword):
        check_password(decomposed, "ana.lima")
