"""How ``vbranch.settings`` says what is wrong with a setting, and what would be right."""

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails


def line_of(error: ErrorDetails, field: FieldInfo, source: str, *, secret: bool) -> str:
    """One wrong setting as a sentence; the value of a secret is not in it."""
    said = "" if secret else f" {_shown(error['input'])}"
    right = str((field.examples or [field.description])[0])
    return f"{source}:{said} {_complaint(error)}; right would be {right}"


def _shown(value: object) -> str:
    text = repr(str(value))
    return text if len(text) <= 80 else text[:77] + "...'"


def _complaint(error: ErrorDetails) -> str:
    """pydantic's words, made to follow the value in a sentence."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    words = {
        "int_parsing": "is not a whole number",
        "int_type": "is not a whole number",
        "int_from_float": "is not a whole number",
        "bool_parsing": "is neither true nor false",
        "bool_type": "is neither true nor false",
        "greater_than_equal": f"is less than {context.get('ge')}",
        "less_than_equal": f"is more than {context.get('le')}",
        "string_pattern_mismatch": "has the wrong form",
        "ip_v4_network": "is not a network",
        "ip_v6_network": "is not a network",
        "literal_error": f"is none of {context.get('expected')}",
        "tuple_type": "is not a list",
        "string_type": "is not text",
        "too_short": "is too short",
        "too_long": "is too long",
        "string_too_short": "is too short",
        "string_too_long": "is too long",
    }
    return words.get(kind, f"is wrong ({error['msg']})")
