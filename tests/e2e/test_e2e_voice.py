"""Voice between real pages: who hears whom, how loud, and who does not; in the list.

Ann, Bo, Cy and Dan each have a microphone that talks all the time; what goes out is what the page
lets out. Peaks are of samples, 0 to 1, as they come in and as they are heard.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import LIST, Visitor, grave, wait_for
from inviting import inviting
from playwright.sync_api import Browser, Playwright
from talkers import COUNT_ASKING, HEARD, OPEN, SILENT, Talker, microphones, without_microphone

from server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LOAN = "A home of your own"
SAVINGS = "Savings that grow"
MOBILE = "The bank in your pocket"
PASSWORD = "an umbrella for 7 grey herons"

Come = Callable[..., Talker]


@pytest.fixture(scope="module")
def talking(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with microphones(playwright, tmp_path_factory.mktemp("speech")) as browser:
        yield browser


@pytest.fixture
def come(server: ServerProcess, talking: Browser) -> Iterator[Come]:
    """``come("Ann", script=OPEN, staff="host")``: in the list, in the lobby, able to talk."""
    with inviting(talking) as invite:

        def enter(name: str, script: str = OPEN, staff: str | None = None) -> Talker:
            visitor: Visitor = invite(server.url, name, script=f"{LIST};{script}")
            if staff:
                _sign_in(server, visitor, staff)
            visitor.enter_list()
            return Talker(visitor)

        yield enter


def _sign_in(server: ServerProcess, visitor: Visitor, role: str) -> None:
    """An account of that role, and its session in this browser."""
    name = visitor.name.lower()
    words = ["staff", "add", name, "--role", role, "--password-stdin"]
    subprocess.run(
        [sys.executable, "-m", "vbranch", *words, "--data-dir", str(server.data_dir)],
        input=PASSWORD + "\n",
        text=True,
        capture_output=True,
        check=True,
        timeout=120,
    )
    answer = visitor.context.request.post(
        f"{server.url}/api/v1/staff/sign-in",
        data={"name": name, "password": PASSWORD},
        headers={"Origin": server.url},
    )
    assert answer.ok, answer.text()


def _unfold(talker: Talker, other: str) -> None:
    row = talker.page.locator(".people button.person-row", has_text=other)
    if row.get_attribute("aria-expanded") != "true":
        row.click()


def _mute(moderator: Talker, other: str) -> None:
    _unfold(moderator, other)
    moderator.page.get_by_role("button", name="Mute for everybody").click()
    moderator.page.get_by_role("radio", name="Disturbing others").check(force=True)
    moderator.page.get_by_role("button", name="Mute", exact=True).click()


def _passed_on(hearer: Talker, speaker: Talker) -> float:
    """How much of what comes in is heard: as a rule, since the two peaks are not of one moment."""
    parts = []
    while len(parts) < 25:
        if (came := hearer.loud(speaker, "came")) > HEARD:
            parts.append(hearer.loud(speaker) / came)
        time.sleep(0.1)
    return statistics.median(parts)


def test_nobody_is_asked_before_they_want_to_speak_and_nothing_goes_out_before_they_do(come):
    ann, bo = come("Ann", script=COUNT_ASKING), come("Bo", script=COUNT_ASKING)
    assert [one.page.evaluate("window.asked") for one in (ann, bo)] == [0, 0]
    ann.turn_on()
    assert [one.page.evaluate("window.asked") for one in (ann, bo)] == [1, 0]
    wait_for(lambda: bool(bo.heard(ann)), "there is a way from Ann to Bo")
    wait_for(lambda: bo.ways("hearer")[0]["connected"], "it is connected")
    assert bo.loud(ann, "came") < SILENT

    hold = ann.page.get_by_role("button", name="Hold to talk")
    hold.hover()
    ann.page.mouse.down()
    bo.hears(ann)
    before = bo.bytes("hearer")
    wait_for(lambda: bo.bytes("hearer") > before + 5000, "bytes of a voice")
    bo.page.get_by_role("region", name="Voice").get_by_text("Ann is speaking").wait_for()
    bo.page.locator(".people li", has_text="Ann").get_by_text("speaking").wait_for()
    assert ann.visitor.probe("probe.voice.level") > 0
    ann.page.mouse.up()
    wait_for(lambda: bo.loud(ann, "came") < SILENT, "nothing is heard of Ann")
    bo.page.get_by_text("Ann is speaking").wait_for(state="detached")
    assert ann.ways("hearer") == []
    assert bo.ways("speaker") == []

    ann.turn_off()
    bo.hears_nothing_of(ann)
    assert ann.page.evaluate("window.asked") == 1


@pytest.mark.slow
def test_the_key_and_an_aid_that_cannot_hold_talk_as_well(come):
    ann, bo = come("Ann", script=""), come("Bo")
    ann.turn_on()
    hold = ann.page.get_by_role("button", name="Hold to talk")
    hold.focus()
    ann.page.keyboard.down("Space")
    bo.hears(ann)
    time.sleep(0.4)  # longer than a tap
    ann.page.keyboard.up("Space")
    wait_for(lambda: bo.loud(ann, "came") < SILENT, "nothing is heard of Ann")
    hold.click()  # a tap: until the next one
    ann.page.get_by_role("button", name="Stop talking").wait_for()
    bo.hears(ann)
    ann.page.get_by_role("button", name="Stop talking").click()
    wait_for(lambda: bo.loud(ann, "came") < SILENT, "nothing is heard of Ann")
    assert grave(ann.page) == []
    ann.keep_open()
    bo.hears(ann)


@pytest.mark.slow
def test_who_is_near_hears_more_and_who_is_far_nothing(come):
    ann, bo, cy, dan = (come(name) for name in ("Ann", "Bo", "Cy", "Dan"))
    dan.page.get_by_role("button", name="Sit down").click()  # on the sofa at the other side
    for one, exhibit in ((ann, MOBILE), (bo, SAVINGS), (cy, LOAN)):
        one.go_to(exhibit)
    ann.talk()
    for one in (bo, cy):
        one.hears(ann)
    metres = [one.heard(ann)["metres"] for one in (bo, cy)]
    assert metres[0] < 3.5 < metres[1] < 9

    near, far = (_passed_on(one, ann) for one in (bo, cy))
    assert near > 1.5 * far > 0, "the voice falls with the distance"
    dan.hears_nothing_of(ann)
    assert dan.bytes("hearer") == 0
    dan.go_to(SAVINGS)
    dan.hears(ann)


@pytest.mark.slow
def test_three_talk_with_each_other(come):
    three = [come(name) for name in ("Ann", "Bo", "Cy")]
    for one in three:
        one.talk()
    for one in three:
        for other in three:
            if other is not one:
                one.hears(other)
    assert [len(one.ways("hearer")) for one in three] == [2, 2, 2]


def test_whom_a_moderator_mutes_is_heard_by_nobody_until_they_may_and_want_to(come):
    mo, ann, bo = come("Mo", staff="moderator"), come("Ann"), come("Bo")
    ann.talk()
    bo.hears(ann)
    _mute(mo, "Ann")
    bo.hears_nothing_of(ann)
    mo.hears_nothing_of(ann)
    ann.visitor.until("probe.voice.muted && probe.voice.microphone === 'off'")
    ann.page.get_by_role("button", name="Microphone").click()
    ann.page.locator(".toast", has_text="Staff have muted your microphone").wait_for()
    assert ann.visitor.probe("probe.voice.audience") is None

    _unfold(mo, "Ann")
    mo.page.get_by_role("button", name="Let speak again").click()
    mo.page.get_by_role("radio", name="Another reason").check(force=True)
    mo.page.get_by_role("button", name="Let speak", exact=True).click()
    ann.visitor.until("!probe.voice.muted")
    assert (
        ann.visitor.probe("probe.voice.microphone") == "off"
    )  # nobody is heard without wanting it
    bo.hears_nothing_of(ann)
    ann.turn_on()
    bo.hears(ann)


@pytest.mark.slow
def test_what_is_said_in_a_closed_group_stays_in_it(come):
    hana, ann, bo = come("Hana", staff="adviser"), come("Ann"), come("Bo")
    for one in (ann, bo):
        one.talk()
    hana.hears(ann)
    _unfold(hana, "Ann")
    hana.page.get_by_role("button", name="Talk among yourselves").click()
    ann.page.get_by_text("Only you and Hana hear this").first.wait_for()
    assert ann.visitor.probe("probe.voice.microphone") == "off"
    ann.hears_nothing_of(bo)
    hana.talk()
    ann.turn_on()
    ann.hears(hana)
    hana.hears(ann)
    bo.hears_nothing_of(ann)
    bo.hears_nothing_of(hana)
    carried = bo.bytes("hearer")
    assert carried == 0
    assert {one["member"] for one in ann.ways("speaker")} == {hana.member}

    ann.page.get_by_role("button", name="Leave this conversation").click()
    ann.visitor.until("probe.voice.group.length === 0 && probe.voice.microphone === 'off'")
    ann.hears(bo)


@pytest.mark.slow
def test_after_a_broken_line_one_is_heard_again(server, come):
    ann, bo = come("Ann"), come("Bo")
    ann.talk()
    bo.hears(ann)
    server.kill()
    ann.visitor.until("probe.phase === 'lost'")
    assert not ann.visitor.probe("probe.voice.live")
    bo.hears_nothing_of(ann)
    server.start()
    for one in (ann, bo):
        one.visitor.until("probe.phase === 'joined'")
    bo.hears(ann)
    assert ann.visitor.probe("probe.voice.live")


@pytest.mark.slow
def test_one_speaks_to_everybody_and_who_is_far_hears_it_too(come):
    hana, ann, dan = come("Hana", staff="host"), come("Ann"), come("Dan")
    dan.page.get_by_role("button", name="Sit down").click()
    hana.go_to(MOBILE)
    hana.talk()
    hana.page.get_by_role("button", name="Speak to everybody").click()
    for one in (ann, dan):
        one.hears(hana)
    dan.page.get_by_text("Hana is speaking to everybody").wait_for()
    assert hana.ways("hearer") == []
    hana.page.get_by_role("button", name="Stop speaking to everybody").click()
    dan.hears_nothing_of(hana)


@pytest.mark.slow
def test_whom_one_mutes_for_oneself_is_silent_for_oneself_alone(come):
    ann, bo, cy = come("Ann"), come("Bo"), come("Cy")
    ann.talk()
    bo.hears(ann)
    _unfold(bo, "Ann")
    bo.page.get_by_role("button", name="Mute for me").click()
    wait_for(lambda: bo.loud(ann) < SILENT < HEARD < bo.loud(ann, "came"), "Bo hears nothing")
    cy.hears(ann)
    bo.page.get_by_text("Ann is speaking").wait_for(state="detached")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("NotAllowedError", "Your browser does not let this page use the microphone."),
        ("NotFoundError", "No microphone found."),
        ("NotReadableError", "The microphone cannot be used"),
    ],
)
def test_without_a_microphone_one_is_told_why_and_hears_all_the_same(come, error, words):
    ann, bo = come("Ann", script=without_microphone(error)), come("Bo")
    ann.page.get_by_role("button", name="Microphone").click()
    ann.page.locator(".toast", has_text=words).wait_for()
    assert ann.visitor.probe("probe.voice.audience") is None
    bo.talk()
    ann.hears(bo)


@pytest.mark.slow
def test_who_turns_all_voices_off_reads_who_speaks_and_can_write_to_them(come):
    ann, bo = come("Ann"), come("Bo")
    bo.page.get_by_role("button", name="Settings").click()
    voices = bo.page.locator("fieldset", has_text="Voices of others")
    voices.get_by_role("radio", name="Off").check(force=True)
    bo.page.get_by_role("button", name="Settings").click()
    ann.talk()
    bo.page.get_by_text("Ann is speaking").wait_for()
    wait_for(lambda: max(bo.visitor.probe("probe.voice.ears")) < SILENT, "no ear hears anything")
    bo.page.get_by_role("region", name="Voice").get_by_role("button", name="Write").click()
    bo.page.get_by_label("Private message to Ann").wait_for()


@pytest.mark.slow
def test_what_voice_takes_comes_after_the_room(server: ServerProcess, talking: Browser):
    asked: list[str] = []
    with inviting(talking) as invite:
        ann: Visitor = invite(server.url, "Ann")
        ann.page.on("request", lambda request: asked.append(Path(request.url).name))
        ann.open()
        ann.page.get_by_role("button", name="Enter Lobby").wait_for()
        ann.page.locator(".progress-text.done").wait_for()
        assert not [name for name in asked if name.startswith("voice-")]
        ann.enter()
        ann.until("probe.voice.ready")
        assert len([name for name in asked if name.startswith("voice-")]) == 1
        assert not [name for name in asked if "livekit" in name]
