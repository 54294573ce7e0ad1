"""Numbers of the protocol that both ends need; exported to TypeScript by ``export.py``.

Every figure stands once, here, and is explained by the rule of PROTOCOL.md named beside it.
"""

from enum import IntEnum, StrEnum
from typing import Final

SUBPROTOCOL: Final = "vbranch.v1"  # T-1
SOCKET_PATH: Final = "/ws"  # T-1

TICK_HZ: Final = 20  # F-1: poses are packed
DRAIN_HZ: Final = 60  # F-1: sockets are read, commands answered, at most

MAX_MESSAGE_BYTES: Final = 16 * 1024  # T-4
MAX_FRAGMENTS: Final = 64  # T-4
HELLO_TIMEOUT_S: Final = 10  # H-1
TICKET_LIFE_S: Final = 30  # H-2
RESUME_WINDOW_S: Final = 120
RELIABLE_QUEUE_BYTES: Final = 256 * 1024  # L-1
STALL_S: Final = 5  # L-1
STRIKES: Final = 10  # L-4: bad messages within STRIKES_WINDOW_S before 4003
STRIKES_WINDOW_S: Final = 10  # L-4
STATE_CHUNK_BYTES: Final = 16 * 1024  # S-2

MAX_NAME: Final = 24  # code points
MAX_CHAT: Final = 500  # code points
MAX_REPORT: Final = 300  # code points
CHAT_HISTORY: Final = 100  # S-3
PRIVATE_HISTORY: Final = 20  # S-4: lines to one person, of each author
REPORTS_KEPT: Final = 100  # S-4
MAX_ANNOUNCEMENT: Final = 200  # code points
ANNOUNCEMENTS_KEPT: Final = 5  # D-3
ANNOUNCEMENT_LIFE_S: Final = 600  # D-3
MAX_REASON: Final = 200  # code points: staff's own words about what they did (D-2)
MAX_SLOW_S: Final = 300  # D-6
MIN_BAN_S: Final = 60  # D-8
MAX_BAN_S: Final = 30 * 86400  # D-8
MAX_TOPIC: Final = 100  # code points (K-1)
MAX_MEDIA_S: Final = 86400

# The avatar number, from its lowest bit up
AVATAR_PERSON_BITS: Final = 4
AVATAR_TOP_BITS: Final = 3
AVATAR_SECOND_BITS: Final = 3
AVATAR_HAIR_BITS: Final = 3
AVATAR_SKIN_BITS: Final = 3
MAX_AVATAR: Final = 65535

# Poses (P-1 to P-9)
UNIT_M: Final = 0.01
X_BITS: Final = 14
Y_BITS: Final = 10
SLOT_BITS: Final = 13
YAW_BITS: Final = 10
PITCH_BITS: Final = 9
JUMP_BITS: Final = 3
ROTATION_BITS: Final = 9  # each of the three smallest components
HAND_RANGE_M: Final = 1.27
MAX_SLOTS: Final = 1 << SLOT_BITS
EYE_HEIGHT_M: Final = 1.6  # P-8: floor below a head where only the head is known
WALK_MAX_M_S: Final = 12.0  # P-6
WALK_BURST_M: Final = 3.0  # P-6
JUMPS_PER_S: Final = 3.0  # P-7

# Exhibits in hand (P-4, X-6)
HELD_ROTATION_BITS: Final = 10
HELD_UNIT_M: Final = 0.001
HELD_X_BITS: Final = 18
HELD_Y_BITS: Final = 14
HELD_SCALE_BITS: Final = 10
HELD_SCALE_STEPS: Final = 1022  # an even number, so that 1 is said exactly
HELD_SCALE_MAX: Final = 4.0  # and the least is one over it
CARRY_REACH_M: Final = 2.5  # from the holder's head

# Interest (I) and the flags of a tick frame (F-3), of which bit 0 says that it is full
NEAR_MOST: Final = 64  # I-2
MIDDLE_MOST: Final = 32  # I-2
FAR_MOST: Final = 64  # I-2
SPEAKERS_MOST: Final = 16  # I-4
PACE_HZ: Final = (20, 10, 5, 1)  # I-5: how often a client sends its pose, by the flags' pace
PACE_SHIFT: Final = 1
STRIDES: Final = (1, 2, 4)  # I-5: ticks from one frame to the next, by the flags' stride
STRIDE_SHIFT: Final = 3

REACTION_BITS: Final = 6  # G-1
REACTIONS_PER_S: Final = 2.0  # G-3
REACTIONS_BURST: Final = 4.0  # G-3

# Voice (V)
VOICE_REACH_M: Final = 10.0  # V-3: as far one is heard
VOICE_STAY_M: Final = 2.0  # V-3: by so much a session that there is counts as nearer
VOICE_SPEAKERS: Final = 8  # V-3: heard by one member at most
VOICE_HEARERS: Final = 16  # V-3: of one speaker at most
VOICE_GROUP: Final = 8  # V-7: members of a closed group
VOICE_SIGNALS: Final = 40  # V-5: candidates messages of each side of a session
VOICE_CANDIDATES: Final = 60  # V-5: candidates in all of them
VOICE_SIGNALS_PER_S: Final = 20.0  # V-5
VOICE_SIGNALS_BURST: Final = 200.0  # V-5
VOICE_RENEW_S: Final = 5  # V-6
MAX_SDP: Final = 8000  # characters
MAX_CANDIDATE: Final = 300  # characters
MAX_CANDIDATES: Final = 20  # in one message

VR_RECORD_BYTES: Final = 24
DESKTOP_RECORD_BYTES: Final = 12
FAR_RECORD_BYTES: Final = 8
HELD_RECORD_BYTES: Final = 16
REACTION_RECORD_BYTES: Final = 4
POSE_HEADER_BYTES: Final = 4
TICK_HEADER_BYTES: Final = 20


class FrameKind(IntEnum):
    """First byte of every binary frame (F-2, P-3)."""

    TICK = 1
    POSE_DESKTOP = 2
    POSE_VR = 3
    HELD = 4
    REACTION = 5


class Reaction(IntEnum):
    """What a reaction record can say (G-2): gestures of the body, then signs above the head."""

    WAVE = 1
    CLAP = 2
    RAISE_HAND = 3
    NOD = 4
    THINK = 5
    PRESENT = 6
    THUMBS_UP = 16
    HEART = 17
    SMILE = 18
    APPLAUSE = 19
    QUESTION = 20
    CELEBRATE = 21


class Close(IntEnum):
    """Close codes (C-1). The reason phrase of the close frame is the name in lower case."""

    NORMAL = 1000
    GOING_AWAY = 1001
    TOO_BIG = 1009
    INTERNAL = 1011
    COME_BACK = 1012
    HELLO_TIMEOUT = 4001
    TICKET_REFUSED = 4002
    BAD_MESSAGES = 4003
    ROOM_FULL = 4004
    TOO_SLOW = 4005
    REPLACED = 4006
    REMOVED = 4007
    TOO_FAST = 4008
    RESUME_REFUSED = 4009
    SIGNED_OUT = 4010
    BANNED = 4011


class ErrorCode(StrEnum):
    """What an ``error`` message can say (M-5)."""

    BAD_JSON = "bad_json"
    UNKNOWN_TYPE = "unknown_type"
    BAD_FORM = "bad_form"
    NOT_ALLOWED = "not_allowed"
    NOT_JOINED = "not_joined"
    BAD_FRAME = "bad_frame"
    BAD_POSE = "bad_pose"
    TOO_FAST = "too_fast"
    TRY_AGAIN = "try_again"
    TICKET_REFUSED = "ticket_refused"
    RESUME_REFUSED = "resume_refused"
    ROOM_FULL = "room_full"
    NO_SUCH_ROOM = "no_such_room"


class PoseFault(StrEnum):
    """Why a pose was refused: ``detail`` of an error ``bad_pose`` (P-5, P-7)."""

    ROTATION = "rotation"
    BOUNDS = "bounds"
    STALE = "stale"
    NOT_YOURS = "not_yours"
    JUMP = "jump"
    NOT_HOLDER = "not_holder"
    REACH = "reach"
    RESERVED = "reserved"
    REACTION = "reaction"
    ASIDE = "aside"


class Refusal(StrEnum):
    """Why the log refused a command: ``reason`` of a refused ack (E-3)."""

    FULL = "full"
    LOCKED = "locked"
    NOT_MEMBER = "not_member"
    NO_SUCH_MEMBER = "no_such_member"
    ALREADY_MEMBER = "already_member"
    NO_SUCH_EXHIBIT = "no_such_exhibit"
    NO_SUCH_HOTSPOT = "no_such_hotspot"
    HELD_BY_OTHER = "held_by_other"
    NOT_HOLDER = "not_holder"
    GUIDED_BY_OTHER = "guided_by_other"
    NO_SUCH_SEAT = "no_such_seat"
    SEAT_TAKEN = "seat_taken"
    ASIDE = "aside"
    UNCHANGED = "unchanged"
    MUTED = "muted"
    SLOW = "slow"
    IS_STAFF = "is_staff"
    BOUNDS = "bounds"
    TAKEN = "taken"
    NO_SUCH_CALL = "no_such_call"


class Role(StrEnum):
    """The kinds of member; the server decides which, never the client (H-4)."""

    VISITOR = "visitor"
    STAFF = "staff"
    BOT = "bot"


class StaffRole(StrEnum):
    """What a member of staff is there for (D-1); it decides their rights and their badge."""

    HOST = "host"
    ADVISER = "adviser"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


class ReportReason(StrEnum):
    """What somebody is reported for (N-2)."""

    HARASSMENT = "harassment"
    SPAM = "spam"
    NAME = "name"
    OTHER = "other"


class ModerationReason(StrEnum):
    """Why staff did something to a member or to a room (D-2)."""

    DISTURBANCE = "disturbance"
    HARASSMENT = "harassment"
    SPAM = "spam"
    NAME = "name"
    SAFETY = "safety"
    OTHER = "other"


class VoiceSide(StrEnum):
    """Which side of a session one is (V-3): only the speaker offers, only the hearer answers."""

    SPEAKER = "speaker"
    HEARER = "hearer"


class VoiceRefusal(StrEnum):
    """Why a voice command was refused: ``reason`` of a ``voice.answer`` (V-2)."""

    OFF = "off"
    ASIDE = "aside"
    MUTED = "muted"
    NO_SUCH_MEMBER = "no_such_member"
    NO_SUCH_SESSION = "no_such_session"
    OUT_OF_TURN = "out_of_turn"
    TOO_MANY = "too_many"
    TOO_SOON = "too_soon"
    OTHER_GROUP = "other_group"
    IN_GROUP = "in_group"
    ON_STAGE = "on_stage"
    TAKEN = "taken"
    NO_STAGE = "no_stage"
