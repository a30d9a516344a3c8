"""One crew of engineers at a site."""

from __future__ import annotations

import pytest

from diplogame import Game
from diplogame.errors import OrderError
from diplogame.texts import text

ORDER = "send_engineers:iran:parchin:covert"


def test_no_second_crew_is_sent_to_a_site_while_one_is_on_its_way():
    game = Game.new("moscow_table", people=["russia"], seed=7)
    game.submit("russia", [ORDER])
    game.end_turn()
    with pytest.raises(OrderError) as caught:
        game.submit("russia", [ORDER])
    assert text("reason.no_crew_there") in str(caught.value)
    game.submit("russia", ["send_engineers:iran:khojir:covert"])  # another site is another matter
