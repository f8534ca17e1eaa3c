"""Of one sender one upload is read at a time, of many all."""

import pytest

from app.kernel.errors import TooMany
from app.media.turns import turn


def test_a_second_turn_of_the_same_sender_is_refused_until_the_first_ends(app):
    with turn(1):
        with pytest.raises(TooMany), turn(1):
            pass
        with turn(2):
            pass
    with pytest.raises(ValueError, match="broken"), turn(1):
        raise ValueError("broken")
    with turn(1):
        pass
