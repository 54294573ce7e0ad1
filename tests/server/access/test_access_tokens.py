"""Tokens fit the protocol's form, differ, and are kept as SHA-256."""

from pydantic import TypeAdapter

from vbranch.access.tokens import new_token, token_hash
from vbranch.protocol.messages import Token


def test_tokens_have_the_protocols_form_and_differ() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    for token in tokens:
        assert TypeAdapter(Token).validate_python(token) == token
        assert len(token) == 43  # 256 bits


def test_the_hash_is_sha_256() -> None:
    # FIPS 180-2, appendix B.1
    assert token_hash("abc").hex() == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


def test_what_no_token_looks_like_has_a_hash_too() -> None:
    """A cookie may hold anything."""
    assert len({token_hash(odd) for odd in ("", "\x00", "\ud800", "口座", "x" * 100_000)}) == 5
