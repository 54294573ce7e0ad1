"""Rules of exhibits: in whose hands, offered to whom, led by whom, media (PROTOCOL.md X)."""

from collections.abc import Iterable

from vbranch.ids import MemberId
from vbranch.protocol import messages as m
from vbranch.protocol.constants import Refusal

from . import entries as e
from .plan import RoomPlan
from .reducer import Reducer, not_among, not_another, not_present
from .state import Exhibit, Media, Shown, State

_OfExhibit = e.Took | e.Settled | e.Released | e.Offered | e.HotspotShown | e.Guided | e.MediaSet


def let_go(state: State, seq: int, at: int, member: str) -> Iterable[Shown]:
    """Whoever goes holds nothing, leads nobody and takes no offer; the last settled rotations stay
    (R-1, X-2 to X-4)."""
    for exhibit in state.exhibits:
        if exhibit.holder == member:
            exhibit.holder = exhibit.offered = None
            yield Shown(
                m.ExhibitReleased(
                    seq=seq, at=at, member=None, exhibit=exhibit.id, rotation=exhibit.rotation
                )
            )
        if exhibit.offered == member:
            exhibit.offered = None
            yield Shown(m.ExhibitOffered(seq=seq, at=at, member=None, exhibit=exhibit.id, to=None))
        if exhibit.guide == member:
            exhibit.guide = None
            yield Shown(m.ExhibitGuided(seq=seq, at=at, member=None, exhibit=exhibit.id, on=False))


# ---- in hand ----------------------------------------------------------------------------------


def _may_take(state: State, plan: RoomPlan, entry: e.Took) -> Refusal | None:
    if refusal := _unusable(state, entry):
        return refusal
    exhibit = _exhibit(state, entry)
    if exhibit.holder is None or exhibit.offered == entry.member:
        return None
    return Refusal.UNCHANGED if exhibit.holder == entry.member else Refusal.HELD_BY_OTHER


def _take(state: State, seq: int, entry: e.Took) -> Iterable[Shown]:
    exhibit = _exhibit(state, entry)
    exhibit.holder, exhibit.offered = MemberId(entry.member), None
    taken = m.ExhibitTaken(seq=seq, at=entry.at, member=entry.member, exhibit=entry.exhibit)
    yield Shown(taken)


def _holds(
    state: State, plan: RoomPlan, entry: e.Settled | e.Released | e.Offered
) -> Refusal | None:
    if refusal := not_among(state, entry):
        return refusal
    exhibit = state.exhibit(entry.exhibit)
    if exhibit is None:
        return Refusal.NO_SUCH_EXHIBIT
    return None if exhibit.holder == entry.member else Refusal.NOT_HOLDER


def _settle(state: State, seq: int, entry: e.Settled) -> Iterable[Shown]:
    _exhibit(state, entry).rotation = entry.rotation
    yield Shown(
        m.ExhibitSettled(
            seq=seq,
            at=entry.at,
            member=entry.member,
            exhibit=entry.exhibit,
            rotation=entry.rotation,
        )
    )


def _release(state: State, seq: int, entry: e.Released) -> Iterable[Shown]:
    exhibit = _exhibit(state, entry)
    exhibit.rotation, exhibit.holder, exhibit.offered = entry.rotation, None, None
    yield Shown(
        m.ExhibitReleased(
            seq=seq,
            at=entry.at,
            member=entry.member,
            exhibit=entry.exhibit,
            rotation=entry.rotation,
        )
    )


def _may_offer(state: State, plan: RoomPlan, entry: e.Offered) -> Refusal | None:
    """X-3: to somebody who could take it now."""
    if refusal := _holds(state, plan, entry):
        return refusal
    if _exhibit(state, entry).offered == entry.to:
        return Refusal.UNCHANGED
    if entry.to is None:
        return None
    if refusal := not_another(state, entry, entry.to):
        return refusal
    other = state.members[MemberId(entry.to)]
    return Refusal.NO_SUCH_MEMBER if other.away or other.aside else None


def _offer(state: State, seq: int, entry: e.Offered) -> Iterable[Shown]:
    _exhibit(state, entry).offered = None if entry.to is None else MemberId(entry.to)
    yield Shown(
        m.ExhibitOffered(
            seq=seq, at=entry.at, member=entry.member, exhibit=entry.exhibit, to=entry.to
        )
    )


# ---- shown to everybody -----------------------------------------------------------------------


def _may_show(state: State, plan: RoomPlan, entry: e.HotspotShown) -> Refusal | None:
    if refusal := not_among(state, entry):
        return refusal
    exhibit = state.exhibit(entry.exhibit)
    if exhibit is None:
        return Refusal.NO_SUCH_EXHIBIT
    if entry.hotspot is not None and entry.hotspot not in plan.exhibits[exhibit.index].hotspots:
        return Refusal.NO_SUCH_HOTSPOT
    if _led_by_other(exhibit, entry.member):
        return Refusal.GUIDED_BY_OTHER
    return Refusal.UNCHANGED if exhibit.hotspot == entry.hotspot else None


def _show(state: State, seq: int, entry: e.HotspotShown) -> Iterable[Shown]:
    _exhibit(state, entry).hotspot = entry.hotspot
    yield Shown(
        m.ExhibitHotspotShown(
            seq=seq,
            at=entry.at,
            member=entry.member,
            exhibit=entry.exhibit,
            hotspot=entry.hotspot,
        )
    )


def _may_guide(state: State, plan: RoomPlan, entry: e.Guided) -> Refusal | None:
    """X-4: one at a time, and only the one who leads ends it."""
    if refusal := _unusable(state, entry):
        return refusal
    exhibit = _exhibit(state, entry)
    if _led_by_other(exhibit, entry.member):
        return Refusal.GUIDED_BY_OTHER
    return Refusal.UNCHANGED if entry.on == (exhibit.guide is not None) else None


def _guide(state: State, seq: int, entry: e.Guided) -> Iterable[Shown]:
    _exhibit(state, entry).guide = MemberId(entry.member) if entry.on else None
    yield Shown(
        m.ExhibitGuided(
            seq=seq, at=entry.at, member=entry.member, exhibit=entry.exhibit, on=entry.on
        )
    )


def _may_play(state: State, plan: RoomPlan, entry: e.MediaSet) -> Refusal | None:
    if refusal := _unusable(state, entry):
        return refusal
    led = _led_by_other(_exhibit(state, entry), entry.member)
    return Refusal.GUIDED_BY_OTHER if led else None


def _play(state: State, seq: int, entry: e.MediaSet) -> Iterable[Shown]:
    _exhibit(state, entry).media = Media(entry.playing, entry.position, entry.at)
    yield Shown(
        m.ExhibitMediaSet(
            seq=seq,
            at=entry.at,
            member=entry.member,
            exhibit=entry.exhibit,
            playing=entry.playing,
            position=entry.position,
        )
    )


# ---- shared -----------------------------------------------------------------------------------


def _unusable(state: State, entry: e.Took | e.Guided | e.MediaSet) -> Refusal | None:
    """Who is away holds and leads nothing (R-1), so what arrives too late is that of no member."""
    if refusal := not_present(state, entry) or not_among(state, entry):
        return refusal
    return Refusal.NO_SUCH_EXHIBIT if state.exhibit(entry.exhibit) is None else None


def _led_by_other(exhibit: Exhibit, member: str) -> bool:
    return exhibit.guide not in (None, member)


def _exhibit(state: State, entry: _OfExhibit) -> Exhibit:
    """An exhibit that ``decide`` found."""
    found = state.exhibit(entry.exhibit)
    if found is None:
        raise KeyError(entry.exhibit)
    return found


TOOK = Reducer(_may_take, _take)
SETTLED = Reducer(_holds, _settle)
RELEASED = Reducer(_holds, _release)
OFFERED = Reducer(_may_offer, _offer)
HOTSPOT_SHOWN = Reducer(_may_show, _show)
GUIDED = Reducer(_may_guide, _guide)
MEDIA_SET = Reducer(_may_play, _play)
