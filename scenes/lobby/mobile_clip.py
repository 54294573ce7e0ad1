"""Makes the clip on the telephone:  python -m lobby.mobile_clip  (from `scenes/`; needs Pillow and av, not Blender).

Without words, so that it is one for all languages; the captions beside it say what it shows: a face opens the app,
accounts and payments lie side by side, a lost card is locked by one tap and opened again.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from kit.brandmarks import outlines  # noqa: E402
from kit.clip import RATE, Canvas, bell, between, mixed, write_webm  # noqa: E402

WIDTH, HEIGHT, SECONDS = 288, 628, 20.0
TALL = HEIGHT / WIDTH
TEAL, DEEP, SAND, CLAY = (16, 98, 108), (10, 62, 72), (232, 182, 92), (206, 116, 84)
PAPER, WHITE, INK, GREY, PALE = (232, 239, 240), (255, 255, 255), (36, 58, 66), (160, 178, 182), (214, 228, 230)
OPENED, TO_CARD, LOCKED, UNLOCKED, BACK = 3.6, 8.6, 11.2, 15.0, 17.6  # when, in seconds
TAPS = ((TO_CARD, 0.5, 0.66), (LOCKED, 0.79, 1.43), (UNLOCKED, 0.79, 1.43))  # when and where a finger taps
PAYMENTS = ((CLAY, "- 12.40"), (TEAL, "+ 860.00"), (SAND, "- 38.90"))


def frame(t: float) -> Canvas:
    """The picture of a moment: one page slides into the next."""
    view = _face(t)
    opened = between(t, OPENED, OPENED + 0.6)
    if opened > 0:
        view.over(_overview(t), opened)
    card = between(t, TO_CARD + 0.25, TO_CARD + 0.9) - between(t, BACK, BACK + 0.7)
    if card > 0:
        view.over(_card(t), card)
    for at, x, y in TAPS:
        _tap(view, t - at, x, y)
    view.plate(0.37, TALL - 0.045, 0.63, TALL - 0.033, mixed(INK, WHITE, 0.55), 0.01)
    return view


def _tap(view: Canvas, since: float, x: float, y: float) -> None:
    if -0.25 < since < 0.5:
        press = between(since, -0.25, 0.0)
        view.disc(
            x,
            y,
            0.075 - 0.02 * press + 0.09 * between(since, 0.0, 0.5),
            INK,
            0.30 * press * (1 - between(since, 0.05, 0.5)),
        )


def _face(t: float) -> Canvas:
    """A face is looked at, a ring closes round it, and all is well."""
    view = Canvas(WIDTH, HEIGHT, DEEP)
    view.disc(0.9, TALL - 0.1, 0.75, TEAL, 0.55)
    view.disc(0.05, TALL + 0.25, 0.7, (28, 128, 136), 0.35)
    x, y, known = 0.5, 0.92, between(t, 2.5, 2.9)
    view.digits(0.5, 0.36, "10:24", 0.2, WHITE, "mm")
    view.arc(x, y, 0.235, 0, 1, 0.014, mixed(DEEP, WHITE, 0.22))
    view.arc(x, y, 0.235, 0, between(t, 0.5, 2.4), 0.02, mixed(SAND, (120, 214, 170), known))
    light = mixed(WHITE, (160, 230, 196), known)
    for side in (-1, 1):
        view.line([(x + side * 0.07, y - 0.06), (x + side * 0.07, y - 0.02)], 0.018, light)
    view.line([(x + 0.005, y - 0.05), (x + 0.005, y + 0.03), (x - 0.02, y + 0.03)], 0.014, light)
    smile = [(x + 0.075 * np.sin(a), y + 0.045 + 0.05 * np.cos(a)) for a in np.linspace(-1.1, 1.1, 12)]
    view.line(smile, 0.018, light)
    sweep = y - 0.19 + 0.38 * (0.5 - 0.5 * np.cos(t * 3.2))
    if 0.4 < t < 2.5:
        view.plate(x - 0.17, sweep - 0.004, x + 0.17, sweep + 0.004, SAND, 0.004, 0.8)
    return view


def _overview(t: float) -> Canvas:
    """What there is, how it was spent, and the last payments."""
    view = Canvas(WIDTH, HEIGHT, PAPER)
    since = t - OPENED if t < BACK else 9.0
    view.plate(-0.1, -0.2, 1.1, 0.50, TEAL, 0.1)
    view.plate(0.08, 0.13, 0.30, 0.155, mixed(TEAL, WHITE, 0.55), 0.012)
    amount = 4_280.15 * between(since, 0.2, 1.6)
    view.digits(0.08, 0.27, f"{amount:,.2f}", 0.135, WHITE)
    _small_card(view, 0.08, 0.40, since)
    _spending(view, since)
    for k, (colour, sum_) in enumerate(PAYMENTS):
        _payment(view, 1.43 + 0.2 * k, between(since, 0.9 + 0.25 * k, 1.5 + 0.25 * k), colour, sum_)
    return view


def _small_card(view: Canvas, left: float, top: float, since: float) -> None:
    rise = 0.05 * (1 - between(since, 0.3, 0.9))
    view.plate(left, top + rise, 1 - left, top + rise + 0.42, DEEP, 0.05)
    _emblem(view, 0.80, top + rise + 0.31, mixed(DEEP, WHITE, 0.9))
    view.plate(left + 0.07, top + rise + 0.1, left + 0.18, top + rise + 0.18, SAND, 0.018)
    view.digits(left + 0.07, top + rise + 0.32, ".... 4107", 0.07, mixed(DEEP, WHITE, 0.8))


def _emblem(view: Canvas, x: float, y: float, colour) -> None:
    for outline in outlines():
        view.polygon([(x + 0.16 * px, y - 0.16 * py) for px, py in outline], colour)


def _spending(view: Canvas, since: float) -> None:
    view.plate(0.06, 0.88, 0.94, 1.37, WHITE, 0.05)
    grown = between(since, 0.8, 2.2)
    for low, high, colour in ((0.0, 0.46, TEAL), (0.48, 0.74, SAND), (0.76, 0.98, CLAY)):
        view.arc(0.30, 1.125, 0.165, low * grown, high * grown, 0.055, colour)
    for k, colour in enumerate((TEAL, SAND, CLAY)):
        top = 1.0 + 0.1 * k
        view.plate(0.56, top, 0.60, top + 0.04, colour, 0.014)
        view.plate(0.64, top + 0.008, 0.64 + (0.24 - 0.05 * k) * grown, top + 0.034, PALE, 0.012)


def _payment(view: Canvas, top: float, share: float, colour, sum_: str) -> None:
    left = 0.06 + 0.12 * (1 - share)
    ground = mixed(PAPER, WHITE, share)
    view.plate(left, top, left + 0.88, top + 0.17, ground, 0.045)
    view.plate(left + 0.045, top + 0.035, left + 0.145, top + 0.135, mixed(ground, colour, 0.35 * share), 0.045)
    view.plate(left + 0.19, top + 0.052, left + 0.43, top + 0.078, mixed(ground, INK, 0.75 * share), 0.012)
    view.plate(left + 0.19, top + 0.1, left + 0.33, top + 0.12, mixed(ground, GREY, 0.8 * share), 0.01)
    view.digits(left + 0.84, top + 0.085, sum_, 0.062, mixed(ground, TEAL if sum_[0] == "+" else INK, share), "rm")


def _card(t: float) -> Canvas:
    """The card in full, and the switch that locks it."""
    view = Canvas(WIDTH, HEIGHT, PAPER)
    locked = between(t, LOCKED, LOCKED + 0.5) - between(t, UNLOCKED, UNLOCKED + 0.5)
    top = 0.26 + 0.14 * (1 - between(t, TO_CARD + 0.25, TO_CARD + 1.0))
    view.line([(0.13, 0.12), (0.09, 0.155), (0.13, 0.19)], 0.016, INK)
    body = mixed(DEEP, (126, 140, 144), locked)
    view.plate(0.08, top + 0.02, 0.92, top + 0.56, INK, 0.06, 0.12)
    view.plate(0.08, top, 0.92, top + 0.53, body, 0.06)
    view.plate(0.15, top + 0.14, 0.27, top + 0.23, mixed(SAND, GREY, locked), 0.02)
    view.digits(0.15, top + 0.35, "5021  ....  ....  4107", 0.066, mixed(body, WHITE, 0.85))
    _emblem(view, 0.80, top + 0.42, mixed(body, WHITE, 0.9 - 0.3 * locked))
    _padlock(view, 0.5, top + 0.8, locked)
    view.plate(0.06, 1.30, 0.94, 1.56, WHITE, 0.05)
    view.plate(0.13, 1.385, 0.45, 1.412, mixed(WHITE, INK, 0.75), 0.012)
    view.plate(0.13, 1.445, 0.35, 1.467, mixed(WHITE, GREY, 0.8), 0.01)
    view.plate(0.69, 1.375, 0.89, 1.485, mixed(PALE, TEAL, locked), 0.055)
    view.disc(0.745 + 0.09 * locked, 1.43, 0.043, WHITE)
    view.plate(0.06, 1.62, 0.94, 1.79, WHITE, 0.05)
    view.plate(0.13, 1.69, 0.60, 1.717, mixed(WHITE, GREY, 0.8), 0.012)
    return view


def _padlock(view: Canvas, x: float, y: float, shut: float) -> None:
    """Its bow goes down as it shuts."""
    colour = mixed((120, 200, 168), CLAY, shut)
    lift = 0.055 * (1 - shut)
    view.disc(x, y, 0.17, mixed(PAPER, colour, 0.22))
    bow = [(x + 0.052 * np.cos(a), y - 0.03 - lift - 0.055 * np.sin(a)) for a in np.linspace(0, np.pi, 14)]
    view.line([(x + 0.052, y - 0.01 - lift * (1 - shut)), *bow, (x - 0.052, y - 0.01)], 0.022, colour)
    view.plate(x - 0.085, y - 0.015, x + 0.085, y + 0.105, colour, 0.022)
    view.disc(x, y + 0.042, 0.016, WHITE)


def wave() -> np.ndarray:
    """A bell for each thing that happens."""
    heard = np.zeros(round(SECONDS * RATE))
    for at, notes in (
        (2.5, (523.25, 659.25)),
        (OPENED + 0.2, (392.0, 587.33)),
        (TO_CARD, (440.0,)),
        (LOCKED, (392.0, 293.66)),
        (UNLOCKED, (440.0, 659.25)),
        (BACK + 0.2, (523.25, 659.25, 783.99)),
    ):
        for k, hertz in enumerate(notes):
            bell(heard, at + 0.11 * k, hertz)
    return heard


if __name__ == "__main__":
    target = HERE.parent.parent / "assets" / "scenes" / "lobby" / "lobby.mobile.webm"
    write_webm(target, SECONDS, frame, wave())
    print(f"{target.name}: {target.stat().st_size} bytes")
