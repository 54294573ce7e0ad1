"""What the TypeScript types are generated from."""

import json
import subprocess
import sys

from vbranch.protocol import codec, constants, export, messages


def test_every_message_entry_and_the_state_are_in_the_schema():
    defs = export.schema()["$defs"]
    wanted = {
        name
        for name, value in vars(messages).items()
        if isinstance(value, type) and issubclass(value, messages.Message)
    } - {"Message", "EntryBase", "Moderation"}
    assert wanted | {"ClientMessage", "ServerMessage", "WireEntry"} <= set(defs)


def test_the_unions_name_all_that_can_be_said():
    defs = export.schema()["$defs"]
    said = {ref["$ref"].split("/")[-1] for ref in defs["ClientMessage"]["oneOf"]}
    models = {**codec.HELLOS, **codec.COMMANDS}
    assert said == {model.__name__ for model in models.values()}
    assert len(defs["WireEntry"]["oneOf"]) == 26


def test_references_lead_somewhere_and_nothing_extra_is_allowed():
    schema = export.schema()
    text = json.dumps(schema)
    for reference in text.split('"$ref": "#/$defs/')[1:]:
        assert reference.split('"')[0] in schema["$defs"]
    for definition in schema["$defs"].values():
        if definition.get("type") == "object":
            assert definition["additionalProperties"] is False


def test_tags_are_required_and_what_the_server_always_sends_too():
    defs = export.schema()["$defs"]
    assert defs["Join"]["required"] == ["type", "ticket", "name"]
    always = {"type", "id", "seq", "outcome", "reason", "by", "repeat"}
    assert set(defs["Ack"]["required"]) == always
    assert "default" not in defs["Chat"]["properties"]["type"]


def test_constants_are_all_there():
    numbers = export.numbers()
    assert numbers["constants"]["WALK_MAX_M_S"] == constants.WALK_MAX_M_S
    assert numbers["enums"]["FrameKind"] == {
        "TICK": 1,
        "POSE_DESKTOP": 2,
        "POSE_VR": 3,
        "HELD": 4,
        "REACTION": 5,
    }
    assert set(numbers["enums"]) == {
        "FrameKind",
        "Close",
        "ErrorCode",
        "PoseFault",
        "Reaction",
        "Refusal",
        "ReportReason",
        "Role",
        "StaffRole",
        "ModerationReason",
        "VoiceRefusal",
        "VoiceSide",
    }


def test_the_command_prints_what_the_functions_say():
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "vbranch.protocol.export", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert json.loads(run("schema").stdout) == export.schema()
    assert json.loads(run("constants").stdout) == json.loads(json.dumps(export.numbers()))
    assert run("everything").returncode == 2
