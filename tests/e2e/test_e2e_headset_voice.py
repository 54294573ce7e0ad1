"""Voice in a headset: by its menu and its thumbstick, from where people stand and as one turns."""

import math
from collections.abc import Iterator

import pytest
from browser import LIST, Visitor, wait_for
from inviting import inviting
from playwright.sync_api import Playwright
from talkers import OPEN, SILENT, Talker, microphones
from wearer import DEVICE, WITHOUT_DRAWING, Wearer

from server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def meet(
    server: ServerProcess, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Talker, Talker, Wearer]]:
    """Ann at a screen, with the list; Bo in a headset."""
    with (
        microphones(playwright, tmp_path_factory.mktemp("speech")) as browser,
        inviting(browser) as invite,
    ):
        ann: Visitor = invite(server.url, "Ann", script=f"{LIST};{OPEN}")
        ann.enter_list()
        bo: Visitor = invite(server.url, "Bo", script=DEVICE + WITHOUT_DRAWING)
        bo.enter()
        talkers = Talker(ann), Talker(bo)
        wearer = Wearer(bo)
        wearer.put_on()
        yield *talkers, wearer


def _ears(bo: Talker) -> tuple[float, float]:
    left, right = bo.visitor.probe("probe.voice.ears")
    return left, right


def _turn_from(wearer: Wearer, ann: Talker, quarter: float) -> None:
    """Looks so that Ann is to the left (1) or to the right (-1)."""
    seen = wearer.visitor.probe(f"probe.members.find((one) => one.member === '{ann.member}')")
    head = wearer.probe("head.position")
    x, z = (seen["position"][i] - head[i] for i in (0, 2))
    aside = math.atan2(-x, -z) - quarter * math.pi / 2
    wearer.look_at((head[0] - math.sin(aside), head[1], head[2] - math.cos(aside)))


def test_a_voice_comes_from_its_side_as_the_head_turns(meet: tuple[Talker, Talker, Wearer]):
    ann, bo, wearer = meet
    ann.talk()
    bo.hears(ann)
    _turn_from(wearer, ann, 1)
    wait_for(lambda: _ears(bo)[0] > 1.3 * _ears(bo)[1] > 0, "Ann is heard at the left")
    _turn_from(wearer, ann, -1)
    wait_for(lambda: _ears(bo)[1] > 1.3 * _ears(bo)[0] > 0, "Ann is heard at the right")


def test_one_talks_by_the_thumbstick_once_the_menu_has_turned_the_microphone_on(
    meet: tuple[Talker, Talker, Wearer],
):
    ann, bo, wearer = meet
    wearer.press("left", "talk")
    assert bo.visitor.probe("probe.voice.microphone") == "off"  # a thumb slips
    wearer.press("left", "menu")
    front = wearer.spatial.locator("[data-place=front]")
    wearer.press_on(front.get_by_role("button", name="Turn the microphone on"))
    bo.visitor.until("probe.voice.audience !== null")
    wearer.press("left", "menu")
    wait_for(lambda: bool(ann.heard(bo)), "there is a way from Bo to Ann")
    assert ann.loud(bo, "came") < SILENT
    wearer.press("right", "talk", down=True)
    ann.hears(bo)
    wearer.press("right", "talk", down=False)
    wait_for(lambda: ann.loud(bo, "came") < SILENT, "nothing is heard of Bo")


def test_who_speaks_is_among_the_captions(meet: tuple[Talker, Talker, Wearer]):
    ann, _, wearer = meet
    ann.talk()
    wearer.spatial.locator("[data-place=captions]").get_by_text("Ann is speaking").wait_for(
        state="attached"
    )
