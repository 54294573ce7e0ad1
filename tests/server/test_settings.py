"""Settings: what beats what, and the one line for every wrong value."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from vbranch.protocol.constants import StaffRole
from vbranch.settings import Settings, SettingsError, load, misspelt_variables


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"VBRANCH_{name.upper()}", raising=False)
    monkeypatch.delenv("VBRANCH_CONFIG", raising=False)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "vbranch.toml"
    path.write_text(text, "utf-8")
    return path


def lines_of(flags: dict[str, object] | None = None, config: Path | None = None) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(flags, config)
    return caught.value.lines


def test_flag_beats_environment_beats_file_beats_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load().port == 8080
    config = written(tmp_path, "port = 1001\ntls_port = 1002\nlog_level = 'debug'")
    monkeypatch.setenv("VBRANCH_PORT", "2001")
    monkeypatch.setenv("VBRANCH_TLS_PORT", "2002")
    settings = load({"port": "3001", "tls_port": None}, config)
    assert (settings.port, settings.tls_port, settings.log_level) == (3001, 2002, "debug")


def test_file_is_found_by_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VBRANCH_CONFIG", str(written(tmp_path, "port = 1001")))
    assert load().port == 1001


def test_empty_variable_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VBRANCH_BOT_KEY", "")
    assert load().bot_key is None


def test_lists_by_comma_and_by_array(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = (ip_network("10.0.0.0/8"), ip_network("::1/128"))
    config = written(tmp_path, 'trusted_proxies = ["10.0.0.0/8", "::1"]')
    assert load(config=config).trusted_proxies == expected
    monkeypatch.setenv("VBRANCH_TRUSTED_PROXIES", "10.0.0.0/8, ::1,")
    assert load().trusted_proxies == expected


def test_paths_of_a_file_are_relative_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "etc"
    folder.mkdir()
    config = written(folder, 'data_dir = "kept"')
    assert load(config=config).data_dir == folder / "kept"
    monkeypatch.setenv("VBRANCH_DATA_DIR", "kept")
    assert load(config=config).data_dir == Path("kept")


WRONG = [
    ("port", "http", "'http' is not a whole number", "0 (any free one) to 65535"),
    ("port", "65536", "'65536' is more than 65535", "0 (any free one) to 65535"),
    ("tls_port", "-1", "'-1' is less than 0", "0 (any free one) to 65535"),
    ("host", "a b", "'a b' has the wrong form", "such as 127.0.0.1"),
    ("lan", "maybe", "'maybe' is neither true nor false", "true or false"),
    ("trusted_proxies", "10.0.0.1/8", "'10.0.0.1/8' is not a network", "10.0.0.0/8"),
    ("metrics_allow", "me", "'me' is not a network", "10.0.0.0/8"),
    ("origins", "https://a.example/x", "'https://a.example/x' has the wrong form", "https://"),
    ("people_per_address", "0", "'0' is less than 1", "1 to 100000"),
    ("hsts_days", "1.5", "'1.5' is not a whole number", "0 to 730"),
    ("log_level", "loud", "'loud' is none of 'debug', 'info'", "debug, info, warning"),
    ("staff_passwords", "some", "'some' is neither true nor false", "true or false"),
    ("oidc_issuer", "http://id.example", "'http://id.example' is not an address with https", "id."),
    ("oidc_issuer", "https://u@id.example", "'https://u@id.example' is not an address", "id."),
    ("oidc_issuer", "https://id.example/?x", "'https://id.example/?x' is not an address", "id."),
    ("oidc_roles", "hosts", "'hosts' has 'hosts', which is none of host, adviser", "=host"),
    ("oidc_roles", "a=boss", "'a=boss' has 'boss', which is none of host, adviser", "=host"),
    ("oidc_roles", "=host", "'=host' has 'host', which is none of", "=host"),
    ("oidc_role_claim", "x" * 201, "'xxxxxxx", "roles, groups"),
    ("log_format", "xml", "'xml' is none of 'console' or 'json'", "console or json"),
]


@pytest.mark.parametrize(("name", "value", "wrong", "right"), WRONG)
def test_wrong_value_in_each_source_is_one_line(
    name: str, value: str, wrong: str, right: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = written(tmp_path, f"{name} = '{value}'")
    flag = name.replace("_", "-")
    monkeypatch.setenv("VBRANCH_UNUSED", "")
    for source, lines in (
        (f"--{flag}: ", lines_of({name: value})),
        (f"{config}: {name}: ", lines_of(config=config)),
    ):
        assert len(lines) == 1
        assert lines[0].startswith(source + wrong)
        assert right in lines[0].split("; right would be ")[1]
        assert "\n" not in lines[0]
    monkeypatch.setenv(f"VBRANCH_{name.upper()}", value)
    assert lines_of()[0].startswith(f"VBRANCH_{name.upper()} (environment): {wrong}")


def test_folders_that_are_none(tmp_path: Path) -> None:
    file = written(tmp_path, "")
    assert "is a file, not a folder" in lines_of({"data_dir": str(file)})[0]
    assert "has no branch.toml in it" in lines_of({"branch_dir": str(tmp_path)})[0]


def test_every_wrong_value_gets_its_line() -> None:
    lines = lines_of({"port": "x", "log_level": "y"})
    assert [line.split(":")[0] for line in lines] == ["--port", "--log-level"]


def test_secret_is_neither_repeated_nor_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VBRANCH_BOT_KEY", "hunter2")
    (line,) = lines_of()
    assert "hunter2" not in line
    assert line.startswith("VBRANCH_BOT_KEY (environment): is too short")
    monkeypatch.setenv("VBRANCH_BOT_KEY", "correct horse battery")
    assert "horse" not in repr(load())


def test_the_client_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VBRANCH_OIDC_CLIENT_SECRET", "hunter2" * 200)
    (line,) = lines_of()
    assert line.startswith("VBRANCH_OIDC_CLIENT_SECRET (environment): is too long")
    assert "hunter2" not in line


OIDC = {"oidc_issuer": "https://id.example/realm", "oidc_client_id": "branch"}


def test_roles_of_groups_by_comma_and_by_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VBRANCH_OIDC_ROLES", "cn=Hosts=host, IT = administrator,")
    roles = {"cn=Hosts": StaffRole.HOST, "IT": StaffRole.ADMINISTRATOR}
    assert load(OIDC).oidc_roles == roles
    monkeypatch.delenv("VBRANCH_OIDC_ROLES")
    config = written(tmp_path, '[oidc_roles]\n"cn=Hosts" = "host"\nIT = "administrator"')
    assert load(OIDC, config).oidc_roles == roles


def test_an_issuer_on_this_machine_may_do_without_tls() -> None:
    local = {**OIDC, "oidc_issuer": "http://localhost:9400", "oidc_roles": {"a": "host"}}
    assert load(local).oidc_issuer == "http://localhost:9400"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"oidc_issuer": "https://id.example"}, ["oidc_issuer needs oidc_client_id", "oidc_roles"]),
        (OIDC, ["oidc_issuer needs oidc_roles too (VBRANCH_OIDC_ROLES); right would be groups"]),
        ({"oidc_client_secret": "x"}, ["oidc_client_secret needs oidc_issuer"]),
        ({"staff_passwords": "false"}, ["staff_passwords = false needs oidc_issuer"]),
    ],
)
def test_what_makes_no_sense_alone(given: dict[str, object], said: list[str]) -> None:
    lines = lines_of(given)
    assert len(lines) == len(said)
    for line, words in zip(lines, said, strict=True):
        assert words in line
        assert "right would be " in line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("oidc_roles = []", "oidc_roles: '[]' is not a table of groups and roles"),
        ("prot = 1", "prot is not a setting; did you mean port?"),
        ("qqqqqq = 1", "qqqqqq is not a setting; known are bot_key, branch_dir"),
        ("port = \n", "not TOML: Invalid value (at line 1"),
        ("port = true", "port: 'True' is not a whole number"),
        ("trusted_proxies = [1]", "trusted_proxies: '[1]' has parts that are not text"),
        ("origins = {}", "origins: '{}' is not a list"),
    ],
)
def test_wrong_file(tmp_path: Path, text: str, said: str) -> None:
    config = written(tmp_path, text)
    (line,) = lines_of(config=config)
    assert line.startswith(f"{config}: {said}")


def test_missing_file_is_told_with_its_flag(tmp_path: Path) -> None:
    (line,) = lines_of(config=tmp_path / "none.toml")
    assert line.startswith("--config: ")
    assert "No such file" in line


def test_misspelt_variables_are_told_and_strangers_left_alone() -> None:
    told = misspelt_variables(
        ["VBRANCH_TRUSTED_PROXY", "VBRANCH_PORT", "VBRANCH_SERVICE_HOST", "X"]
    )
    assert told == [
        "VBRANCH_TRUSTED_PROXY is not a setting and is ignored; "
        "did you mean VBRANCH_TRUSTED_PROXIES?"
    ]
