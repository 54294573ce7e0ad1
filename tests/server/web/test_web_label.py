"""Names of browsers and systems."""

import pytest

from vbranch.web.label import label_of


@pytest.mark.parametrize(
    ("said", "label"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like "
            "Gecko) Version/18.0 Safari/605.1.15",
            "Safari, macOS",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1",
            "Chrome, iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; Quest 3) AppleWebKit/537.36 (KHTML, like Gecko) "
            "OculusBrowser/40.0 Chrome/136.0.0.0 VR Safari/537.36",
            "Meta Quest Browser, Meta Quest",
        ),
        ("curl/8.5.0", "other browser"),
        ("<script>alert(1)</script> 192.0.2.1", "other browser"),
        ("", "other browser"),
    ],
)
def test_what_a_browser_says_of_itself(said: str, label: str) -> None:
    assert label_of(said) == label
