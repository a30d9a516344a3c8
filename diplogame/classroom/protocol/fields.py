"""What a text, a name or a number may be in any call's body."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

PLAIN = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]*$"
"""No control characters, no line separators, nothing that turns the direction of writing round."""


def _named(value: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", value).split())
    if not 1 <= len(name) <= 24:
        raise ValueError("1 to 24 characters")
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for char in name):
        raise ValueError("letters, digits, marks and spaces only")
    if not any(unicodedata.category(char)[0] in "LN" for char in name):
        raise ValueError("at least one letter or digit")
    return name


def _told(value: str) -> str:
    return " ".join(unicodedata.normalize("NFC", value).split())


def _said(value: str) -> str:
    told = _told(value)
    if not told:
        raise ValueError("at least one character that can be read")
    return told


PersonName = Annotated[str, StringConstraints(min_length=1, max_length=48, pattern=PLAIN), AfterValidator(_named)]
Role = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_:+.>-]{1,120}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
GroupId = Annotated[str, StringConstraints(pattern=r"^[A-H]$")]
TurnNumber = Annotated[int, Field(ge=1, le=60)]
Probability = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Effect = Annotated[float, Field(ge=-1000, le=1000, allow_inf_nan=False)]
EventNumber = Annotated[int, Field(ge=0, le=2**53 - 1)]
Sentence = Annotated[str, StringConstraints(min_length=0, max_length=200, pattern=PLAIN), AfterValidator(_told)]
Message = Annotated[str, StringConstraints(min_length=1, max_length=600, pattern=PLAIN), AfterValidator(_said)]
Paragraph = Annotated[str, StringConstraints(min_length=0, max_length=1000, pattern=PLAIN), AfterValidator(_told)]
Title = Annotated[str, StringConstraints(min_length=0, max_length=90, pattern=PLAIN), AfterValidator(_told)]
Clause = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=PLAIN), AfterValidator(_said)]
Heading = Annotated[str, StringConstraints(min_length=1, max_length=90, pattern=PLAIN), AfterValidator(_said)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=PLAIN), AfterValidator(_said)]


class Body(BaseModel):
    """A call's body: known fields alone, no silent changes of type."""

    model_config = ConfigDict(extra="forbid", strict=True)
