"""Every stage against the contract."""

import pytest
from contract_stage import MakeStage, StageContract

from vbranch.access.ice import IceServers
from vbranch.realtime.clock import SystemClock
from vbranch.stage.built_in import BuiltInStage
from vbranch.stage.livekit import LiveKitStage

SECRET = "0123456789abcdef0123456789abcdef"
NOBODY = "ws://127.0.0.1:9"


class TestBuiltIn(StageContract):
    @pytest.fixture
    def make(self) -> MakeStage:
        return lambda places: BuiltInStage(places, IceServers(), SystemClock())


class TestLiveKit(StageContract):
    @pytest.fixture
    def make(self) -> MakeStage:
        return lambda places: LiveKitStage(places, NOBODY, "key", SECRET)
