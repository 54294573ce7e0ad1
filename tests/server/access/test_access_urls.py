"""Which addresses may be told a secret."""

import pytest

from vbranch.access.urls import as_confidential, is_confidential


@pytest.mark.parametrize(
    "url",
    [
        "https://id.example",
        "https://id.example:8443/realms/bank",
        "http://localhost:9400",
        "http://127.0.0.1/x",
        "http://[::1]:80/x",
    ],
)
def test_https_and_what_stays_on_this_machine(url: str) -> None:
    assert is_confidential(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://id.example",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://10.0.0.1",
        "https://",
        "https:///path",
        "https://user@id.example",
        "https://id.example/#there",
        "https://id.example:99999",
        "https://[::1",
        "ftp://id.example",
        "javascript:alert(1)",
        "//id.example",
        "",
    ],
)
def test_nothing_else(url: str) -> None:
    assert not is_confidential(url)


def test_nobody_is_led_from_https_to_http() -> None:
    assert as_confidential("https://b.example", "https://a.example")
    assert as_confidential("http://localhost", "http://127.0.0.1")
    assert as_confidential("https://b.example", "http://localhost")
    assert not as_confidential("http://localhost", "https://a.example")
    assert not as_confidential("http://b.example", "http://localhost")
