"""Numbers of the machine's operations. A step is (code, register, a, b, c, e); which operands are scalars is part of the code."""

from __future__ import annotations

from typing import Final

WIDTH: Final = 6
"""Numbers a step."""

(
    LOAD_F8, LOAD_I2, FILL, STORE, STORE_BOOL, ADD, ADD_S, MUL, MUL_S, MIN, MIN_S, MAX, MAX_S, EQ, EQ_S, NE, NE_S, SUB, SUB_S, S_SUB, DIV, DIV_S, S_DIV,
    LT, LT_S, S_LT, LE, LE_S, S_LE, WHERE, WHERE_S, WHERE_OR_S, WHERE_SS, NEG, ABS, SQRT, RINT, TRUNC, IAND_S, SHR_S, SHL_S, EXP, LOG, LOGISTIC,
    HALVES, NORMAL_CDF, TABLE, MUL_ADD, MUL_S_ADD, FELT, FELT_S, BLEND_SUB, ADD_ADD, MUL_S_ADD_S, MUL_S_ADD_ADD, ADD_ADD_MUL_S, MUL_MUL, S_LT_MUL,
    LE_S_MUL, AIM, AIM_MOVED,
) = range(61)  # fmt: skip
"""``_S``: the last operand is a scalar; ``S_``: the first. MUL_ADD: a times b, and then c added; so
with all names of several operations. FELT, BLEND_SUB, AIM: see `shapes.py`."""

BINARY: Final = {
    "add": (ADD, ADD_S, ADD_S),
    "mul": (MUL, MUL_S, MUL_S),
    "min": (MIN, MIN_S, MIN_S),
    "max": (MAX, MAX_S, MAX_S),
    "and": (MUL, MUL_S, MUL_S),
    "or": (MAX, MAX_S, MAX_S),
    "eq": (EQ, EQ_S, EQ_S),
    "ne": (NE, NE_S, NE_S),
    "sub": (SUB, SUB_S, S_SUB),
    "div": (DIV, DIV_S, S_DIV),
    "lt": (LT, LT_S, S_LT),
    "le": (LE, LE_S, S_LE),
}
"""name: code with two columns, with a scalar second, with a scalar first."""
COMMUTING: Final = frozenset(("add", "mul", "min", "max", "and", "or", "eq", "ne"))
UNARY: Final = {
    "neg": NEG,
    "abs": ABS,
    "sqrt": SQRT,
    "rint": RINT,
    "trunc": TRUNC,
    "exp": EXP,
    "log": LOG,
    "logistic": LOGISTIC,
    "halves": HALVES,
    "normal_cdf": NORMAL_CDF,
}
WHOLE: Final = {"iand": IAND_S, "shr": SHR_S, "shl": SHL_S}
"""Operations on whole numbers, the second always a scalar."""
