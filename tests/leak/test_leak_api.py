"""What a participant is told by the API, whatever is asked and tried with whosever ids."""

from __future__ import annotations

import pytest
from known import PERMITTED, needles_for
from plants import ANNA, GRETA, HUGO, Someone
from reach_graphql import fields_reached, mutations_reached
from scene import Scene
from search import leaks

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", [ANNA, GRETA], ids=lambda person: person.first_name)
def test_no_field_of_the_schema_tells_a_participant(scene: Scene, person: Someone) -> None:
    pieces = fields_reached(scene, person)
    assert leaks(pieces, needles_for(person), PERMITTED) == []


@pytest.mark.parametrize("person", [ANNA, HUGO], ids=lambda person: person.first_name)
def test_no_mutation_tells_a_participant(scene: Scene, person: Someone) -> None:
    """Hugo has yet to answer, so that some of his succeed; a refusal must tell nothing either."""
    pieces = mutations_reached(scene, person)
    assert leaks(pieces, needles_for(person), PERMITTED) == []
