"""Pictures of the lobby and the people for the documentation, taken of the real thing.

    make pictures                        # all, into docs/pictures/
    make pictures ARGS="entrance phone --to some/folder"

Starts the server by its command line, opens its pages in Chromium, and keeps what they show: places
in the room through the page's own picture viewer, a phone that has come in, and one eye of an
emulated headset. Software rendering is slow: a picture takes up to a minute.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "e2e")]

from browser import CLIENT, Visitor, launch_chromium, wait_for  # noqa: E402

from server_process import ServerProcess, find_free_port  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
WIDE = {"width": 1280, "height": 720}
PATIENCE_MS = 300_000
EYE_M = 1.6

IWER = CLIENT / "node_modules" / "iwer" / "build" / "iwer.min.js"
HEADSET_AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64; Quest 3) AppleWebKit/537.36 (KHTML, like Gecko) "
    "OculusBrowser/39.0 Chrome/136.0 VR Safari/537.36"
)
DEVICE = """
const device = new IWER.XRDevice(IWER.metaQuest3);
device.installRuntime({ forceInstall: true });
window.emulatedHeadset = device;
"""
# Pictures of the people, by the viewer of people: size and query of each.
PEOPLE = {
    "people-front": ((1600, 500), "person=all&view=front"),
    "people-side": ((1600, 500), "person=all&view=side"),
    "people-faces": ((1500, 1320), "person=all&view=face"),
    "people-staff": (
        (960, 720),
        "room=lobby&people=2&staff=1&spots=-0.4,-2.2,192;0.5,-2.3,170&from=0.05,1.6,0.2&to=0.05,1.25,-3&fov=44",
    ),
    "crowd": (
        (1280, 720),
        "room=lobby&people=200&seed=3&from=2.6,2.7,5.3&to=-2.6,0.6,-2.2&clear=2&fov=60",
    ),
    "company": (
        (1280, 720),
        "room=lobby&people=64&seed=11&from=-0.6,1.75,-1.4&to=-6.2,0.8,3.6&clear=1.7&fov=62",
    ),
    "worn-headset": ((1200, 900), "vr=recorded&columns=4"),
    "own-body": ((1280, 640), "own=aisha"),
}
CLIPS = (
    "idle-1", "idle-2", "idle-3", "walk", "stride", "run", "back", "side-left", "side-right",
    "turn-left", "turn-right", "start", "stop", "sit", "sit-down", "stand-up",
    "talk", "wave", "clap", "raise-hand", "think", "present", "nod",
)  # fmt: skip
PEOPLE |= {f"clip-{clip}": ((1400, 330), f"person=amara&clip={clip}&frames=8") for clip in CLIPS}

HANDS_DOWN = """
emulatedHeadset.position.set(0, 1.6, 0);
emulatedHeadset.controllers.left.position.set(-0.3, 0.9, -0.2);
emulatedHeadset.controllers.right.position.set(0.3, 0.9, -0.2);
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands and looks, metres in the room's frame."""

    eye: tuple[float, float, float]
    to: tuple[float, float, float]
    fov: float = 62.0


PLACES = {
    "entrance": Place((-0.5, EYE_M, 5.2), (0.2, 1.5, -4.0)),
    "lounge": Place((-2.3, EYE_M, 0.9), (-7.2, 1.1, 3.9)),
    "counters": Place((1.3, EYE_M, -0.2), (-0.5, 1.45, -5.5)),
    "alcoves": Place((3.2, EYE_M, -0.5), (7.2, 1.35, 2.5)),
    "pod": Place((-2.9, EYE_M, -2.7), (-6.3, 1.2, 0.2)),
    "screens": Place((-2.4, EYE_M, 1.3), (-8.0, EYE_M, 3.4)),
}


class Studio:
    """The server, the browser, and where the pictures go."""

    def __init__(self, browser: Browser, url: str, folder: Path, query: str) -> None:
        self.browser, self.url, self.folder, self.query = browser, url, folder, query

    def place(self, name: str) -> None:
        place = PLACES[name]
        eye, to = (",".join(map(str, point)) for point in (place.eye, place.to))
        page = self.browser.new_page(viewport=WIDE)
        page.goto(f"{self.url}/viewer.html?from={eye}&to={to}&fov={place.fov}{self.query}")
        page.wait_for_selector("html[data-state]", timeout=PATIENCE_MS)
        state = page.evaluate("({...document.documentElement.dataset})")
        if state["state"] != "done":
            raise SystemExit(f"{name}: {state['problem']}")
        print(f"{name}: {state['calls']} draw calls, {state['triangles']} triangles")
        self.keep(page, name)
        page.close()

    def people(self, name: str) -> None:
        """Those who are drawn, by the page's own crowd."""
        (width, height), query = PEOPLE[name]
        page = self.browser.new_page(viewport={"width": width, "height": height})
        page.goto(f"{self.url}/people.html?{query}&quality=high{self.query}", timeout=PATIENCE_MS)
        page.wait_for_selector("html[data-state]", timeout=PATIENCE_MS)
        state = page.evaluate("({...document.documentElement.dataset})")
        if state["state"] != "done":
            raise SystemExit(f"{name}: {state['problem']}")
        print(f"{name}: {state['calls']} draw calls, {state['triangles']} triangles")
        self.keep(page, name)
        page.close()

    def phone(self) -> None:
        """A visitor with a phone, who has come in: the page chooses the light variant itself."""
        with self.visitor(
            viewport={"width": 390, "height": 844}, screen={"width": 390, "height": 844},
            has_touch=True, is_mobile=True,
        ) as visitor:  # fmt: skip
            visitor.sees_a_new_picture()
            self.keep(visitor.page, "phone")

    def headset(self) -> None:
        """The left eye of somebody who has put on a standalone headset."""
        with self.visitor(
            script=IWER.read_text() + DEVICE, viewport={"width": 1600, "height": 900},
            user_agent=HEADSET_AGENT,
        ) as visitor:  # fmt: skip
            visitor.page.get_by_role("button", name="Enter VR").click()
            visitor.page.evaluate(HANDS_DOWN)
            visitor.sees_a_new_picture()
            visitor.sees_a_new_picture()
            clip = {"x": 0, "y": 0, "width": 800, "height": 900}
            self.keep(visitor.page, "headset", clip)

    @contextmanager
    def visitor(self, script: str = "", **context: object) -> Iterator[Visitor]:
        opened = self.browser.new_context(locale="en-GB", reduced_motion="reduce", **context)
        if script:
            opened.add_init_script(script)
        visitor = Visitor(opened, self.url, "Ann")
        visitor.page.set_default_timeout(PATIENCE_MS)
        visitor.enter("?quality=high")
        wait_for(lambda: visitor.probe("probe.scene.variant") == "light", "the light variant")
        yield visitor
        opened.close()

    def keep(self, page: Page, name: str, clip: dict[str, float] | None = None) -> None:
        path = self.folder / f"{name}.jpg"
        page.screenshot(path=path, type="jpeg", quality=90, timeout=PATIENCE_MS, clip=clip)
        print(f"{path}: {path.stat().st_size // 1024} KiB")


@contextmanager
def studio(folder: Path, query: str) -> Iterator[Studio]:
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = ServerProcess(Path(data) / "data", find_free_port(), (), {})
        server.data_dir.mkdir()
        browser = launch_chromium(playwright)
        try:
            server.start()
            yield Studio(browser, server.url, folder, query)
        finally:
            browser.close()
            server.end()


def main() -> None:
    names = [*PLACES, "phone", "headset", *PEOPLE]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    parser.add_argument("--to", type=Path, default=PICTURES, help="folder for the pictures")
    parser.add_argument("--query", default="", help="more for the viewer, such as &tone=aces")
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    with studio(asked.to, asked.query) as made:
        for name in asked.names or names:
            if name in PLACES:
                made.place(name)
            elif name in PEOPLE:
                made.people(name)
            else:
                {"phone": made.phone, "headset": made.headset}[name]()


if __name__ == "__main__":
    main()
