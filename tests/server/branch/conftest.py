"""Fixtures of the branch's tests."""

from pathlib import Path

import pytest
from branch_kit import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)
