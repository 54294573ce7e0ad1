"""What a member can ask about voice: which right each form needs (PROTOCOL.md V)."""

from typing import Final

from vbranch.access.policy import Permission
from vbranch.protocol import messages as m

from .steps import Asker, ForVoice, Rows, Step

ROWS: Final = Rows()

_NEEDED: Final[dict[type[m.VoiceCommandModel], Permission]] = {
    m.VoiceHear: Permission.VOICE,
    m.VoiceSpeak: Permission.VOICE,
    m.VoiceSignal: Permission.VOICE,
    m.VoiceRenew: Permission.VOICE,
    m.VoiceUngroup: Permission.VOICE,
    m.VoiceGroup: Permission.VOICE_GROUP,
    m.VoiceStage: Permission.VOICE_STAGE,
}


def _for_voice(command: m.VoiceCommandModel, asker: Asker) -> Step:
    return ForVoice(command)


for _form, _permission in _NEEDED.items():
    ROWS.command(_form, _permission)(_for_voice)
