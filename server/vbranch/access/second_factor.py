"""The second factor: codes of an authenticator app (TOTP, RFC 6238). Pure: ``now`` is an argument.

A code is good for its own half minute and the ones before and after, since clocks differ; and once:
the caller keeps the step that was used and passes it as ``after`` the next time.
"""

import re
from typing import Final

import pyotp
from pyotp.utils import strings_equal

STEP_S: Final = 30
DRIFT_STEPS: Final = 1

_CODE: Final = re.compile(r"[0-9]{6}")


def new_secret() -> str:
    """160 random bits, base32, as apps take it."""
    return pyotp.random_base32()


def matching_step(secret: str, code: str, now: float, after: int) -> int | None:
    """The time step later than ``after`` to which ``code`` belongs, or None.

    People type the space that apps show in the middle.
    """
    typed = code.replace(" ", "")
    if not _CODE.fullmatch(typed):
        return None
    totp, step = pyotp.TOTP(secret, interval=STEP_S), int(now // STEP_S)
    found = None
    for tried in range(max(0, step - DRIFT_STEPS), step + DRIFT_STEPS + 1):
        if strings_equal(totp.generate_otp(tried), typed) and tried > after:
            found = tried
    return found


def setup_address(secret: str, login: str, branch: str) -> str:
    """What the QR code holds: ``otpauth://``."""
    return pyotp.TOTP(secret, interval=STEP_S).provisioning_uri(name=login, issuer_name=branch)
