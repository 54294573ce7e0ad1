"""People who talk: pages with a microphone that says something all the time, and what they hear.

    with microphones(playwright) as browser: ...

Chromium's own stand-in for a microphone plays a file: a tone that rises and falls four times a
second, as syllables do, so that nothing takes it for noise. Nobody is asked for permission.
"""

import math
import struct
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from browser import Visitor, launch_chromium, wait_for
from playwright.sync_api import Browser, Playwright

RATE = 48_000
SECONDS = 8
PITCH_HZ = 160
SYLLABLES_HZ = 4
HARMONICS = 12
LOUD = 0.5

HEARD = 0.01
"""A peak above this is somebody's voice; below `SILENT` there is none."""
SILENT = 0.002

# Run before the page: the microphone stays open once it is on, and no button has to be held.
OPEN = """localStorage.setItem('vbranch.talk', '"open"')"""

# Counts how often the page has asked for a microphone.
COUNT_ASKING = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
window.asked = 0;
navigator.mediaDevices.getUserMedia = (wanted) => {
  window.asked++;
  return ask(wanted);
};
"""


def without_microphone(error: str) -> str:
    """A browser that answers so, as an error's name, when a page asks for the microphone."""
    return (
        "navigator.mediaDevices.getUserMedia = () => "
        f"Promise.reject(new DOMException('not here', '{error}'));"
    )


def _sample(at: float) -> float:
    tone = sum(math.sin(math.tau * PITCH_HZ * n * at) / n for n in range(1, HARMONICS + 1))
    return LOUD / 2 * tone * (0.5 - 0.5 * math.cos(math.tau * SYLLABLES_HZ * at))


def _speech(path: Path) -> Path:
    """One syllable's worth of samples, again and again: it has no seam."""
    once = [round(32767 * _sample(i / RATE)) for i in range(RATE // SYLLABLES_HZ)]
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(struct.pack(f"<{len(once)}h", *once) * (SECONDS * SYLLABLES_HZ))
    return path


@contextmanager
def microphones(playwright: Playwright, folder: Path) -> Iterator[Browser]:
    browser = launch_chromium(
        playwright,
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={_speech(folder / 'speech.wav')}",
        "--allow-loopback-in-peer-connection",  # a machine without a network tests as well
    )
    try:
        yield browser
    finally:
        browser.close()


class Talker:
    """One visitor, as far as voice goes."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page
        visitor.until("probe.voice.ready")

    @property
    def member(self) -> str:
        found: str = self.visitor.probe("probe.member")
        return found

    def turn_on(self) -> None:
        self.page.get_by_role("button", name="Microphone").click()
        self.visitor.until("probe.voice.audience !== null", "the microphone is on")

    def turn_off(self) -> None:
        self.page.get_by_role("button", name="Microphone").click()
        self.visitor.until("probe.voice.microphone === 'off'")

    def keep_open(self) -> None:
        """In the settings: no button has to be held."""
        self.page.get_by_role("button", name="Settings").click()
        self.page.get_by_role("radio", name="Microphone stays open").check(force=True)
        self.page.get_by_role("button", name="Settings").click()

    def talk(self) -> None:
        """With an open microphone; for who was invited with ``OPEN``."""
        self.turn_on()
        self.visitor.until("probe.voice.live")

    def heard(self, other: "Talker") -> dict[str, Any] | None:
        """What comes in of the other, if anything does."""
        member = other.member
        found: dict[str, Any] | None = self.visitor.probe(
            f"probe.voice.heard.find((one) => one.member === '{member}') ?? null"
        )
        return found

    def loud(self, other: "Talker", at: str = "heard") -> float:
        found = self.heard(other)
        return float(found[at]) if found else 0.0

    def hears(self, other: "Talker") -> None:
        wait_for(lambda: self.loud(other) > HEARD, f"{self.name} hears {other.name}")

    def hears_nothing_of(self, other: "Talker") -> None:
        """Not even a way on which it could come."""
        wait_for(lambda: self.heard(other) is None, f"{self.name} has no way from {other.name}")

    def ways(self, side: str) -> list[dict[str, Any]]:
        """Those on which this one speaks or hears, with the bytes that they have carried."""
        found: list[dict[str, Any]] = self.visitor.probe(
            f"probe.ways.then((all) => all.filter((way) => way.side === '{side}'))"
        )
        return found

    def bytes(self, side: str) -> int:
        return sum(way["bytes"] for way in self.ways(side))

    @property
    def name(self) -> str:
        return self.visitor.name

    def go_to(self, exhibit: str) -> None:
        """In the list one is beside what one looks at."""
        about = self.page.get_by_role("article", name=exhibit)
        about.get_by_role("button", name="Look closer").click()
