"""By what somebody tells their sessions apart: "Firefox, Windows". Nothing of it counts for rights.

Only names of this list come out, so that nothing a browser says is kept as it said it. What stands
first in a list counts first, because browsers also name those whom they resemble.
"""

from typing import Final

_BROWSERS: Final = (
    ("OculusBrowser", "Meta Quest Browser"),
    ("PicoBrowser", "Pico Browser"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("Quest", "Meta Quest"),
    ("Pico", "Pico"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def label_of(user_agent: str) -> str:
    """Browser and system as far as they are known; "other browser" if neither is."""
    found = [
        name
        for names in (_BROWSERS, _SYSTEMS)
        if (name := next((name for sign, name in names if sign in user_agent), None))
    ]
    return ", ".join(found) or "other browser"
