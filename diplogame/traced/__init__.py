"""Formulas written down: NumPy code run on stand-ins for arrays, so that what it works out is kept as a list of steps (`graph.py`).

The same Python that reads worlds then serves twice: run on arrays it gives their values, run on `Traced` stand-ins it gives the steps, which
`diplogame.machine` plays for thousands of worlds without NumPy's cost a call. NumPy stays the oracle: the steps give the same bits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
else:
    from diplogame.traced.numpy import np

__all__ = ["np"]
