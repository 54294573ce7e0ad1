"""The contract suites are ordinary modules beside their bindings; pytest explains their asserts."""

import pytest

pytest.register_assert_rewrite(
    "contract_audit",
    "contract_bans",
    "contract_log",
    "contract_sessions",
    "contract_staff",
    "contract_staff_sessions",
)
