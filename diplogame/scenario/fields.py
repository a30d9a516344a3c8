"""The kinds of value that a scenario file is made of, with unit and range where they are numbers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

MAX_SEED = 2**53 - 1
"""The largest game seed: the largest whole number that JSON readers keep exactly."""


def _worded(value: Any) -> Any:
    """A number where words are expected is refused by pydantic with its own words; here only lines are joined."""
    return " ".join(value.split()) if isinstance(value, str) else value


Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Share = Annotated[float, Field(strict=True, ge=0, le=1, json_schema_extra={"unit": "share"})]
Latitude = Annotated[float, Field(strict=True, ge=-90, le=90, json_schema_extra={"unit": "degrees north"})]
Longitude = Annotated[float, Field(strict=True, ge=-180, le=180, json_schema_extra={"unit": "degrees east"})]
Words = Annotated[str, BeforeValidator(_worded), StringConstraints(max_length=4000)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""An identifier: small letters, digits and underscores, at most forty."""
Quantity = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,2}$", max_length=120)]
"""A quantity's name, with states or facilities after dots: `price`, `stability.iran`, `relation.russia.iran`."""
Pair = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}>[a-z][a-z0-9_]{0,39}$")]
"""Two states, from the first to the second: `russia>iran`."""
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
Addressees = Annotated[
    tuple[Name, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value), Field(min_length=1)
]
"""Roles, or `all`; a single one may be written without brackets."""


class Strict(BaseModel):
    """A part of a scenario: it cannot be changed, and knows no fields but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class RuleNumber(Strict):
    """One number of a rule."""

    value: Number
    unit: str
    """In what it is measured; `share`, `points` and `turns` are the commonest."""
    range: tuple[Number, Number]
    """Lowest and highest value that make sense."""
    source: str
    """Where it is from: an id of the fact sheet, a publication, or `guess`."""
    note: Words = ""

    @model_validator(mode="after")
    def _ordered(self) -> RuleNumber:
        low, high = self.range
        if not low <= self.value <= high:
            raise ValueError(f"value {self.value:g} lies outside its own range [{low:g}, {high:g}]")
        return self


class QuantitySpec(Strict):
    """What a starting value measures; it serves all values of that name."""

    unit: str
    range: tuple[Number, Number]
    source: str
    label: str = ""
    note: Words = ""
