"""The rows that the matrix asks about, of the charter’s analysis."""

from datetime import timedelta

from django.utils import timezone

from charter.models import Answer, DoubleReading, Passage, Place, Reading, Theme
from hub.people.models import Person
from tests.factories.charter import make_consultation, make_response
from tests.factories.charter_analysis import make_answers, make_reading, make_theme
from tests.town import Specimens, Town, specimens


def _person(town: Town, name: str) -> Person:
    person = town.persona(name).person
    assert person is not None
    return person


@specimens(Theme)
def themes(town: Town) -> Specimens:
    """By whether it is used, and by the state of its consultation."""
    closed = make_consultation("closed")
    return {
        "in use, closed": make_theme(closed, key="in-use"),
        "retired, closed": make_theme(closed, key="retired", retired_at=timezone.now()),
        "in use, open": make_theme(make_consultation("open")),
        "in use, results published": make_theme(make_consultation("results")),
    }


@specimens(Reading)
def readings(town: Town) -> Specimens:
    """By place, by who reads, and by how far the two have come."""
    every = make_consultation("closed", double_reading=DoubleReading.ALL)
    none = make_consultation("closed", double_reading=DoubleReading.NONE)
    still_open = make_consultation("open")
    theme = make_theme(every)
    analyst, admin = _person(town, "analyst"), _person(town, "admin")
    first, second = Place.FIRST, Place.SECOND
    begun, left, finished, behind, both, settled, changed, gone = make_answers(every, 8)
    made = {
        "first begun, the analyst's": make_reading(begun, first, analyst, theme, finished=False),
        "first left lying, a closed account's": make_reading(left, first, None, theme, finished=False),
        "first finished, to be read twice": make_reading(finished, first, analyst, theme),
        "first finished, second begun": make_reading(behind, first, analyst, theme),
        "second begun, the administrator's": make_reading(behind, second, admin, theme, finished=False),
        "first of two finished": make_reading(both, first, analyst, theme),
        "second of two finished": make_reading(both, second, admin),
        "first finished, of what is read once": make_reading(
            make_answers(none, 1)[0], first, analyst, make_theme(none)
        ),
        "first begun, of what is read once": make_reading(
            make_answers(none, 1)[0], first, admin, make_theme(none), finished=False
        ),
        "first finished, consultation open": make_reading(
            make_answers(still_open, 1)[0], first, analyst, make_theme(still_open)
        ),
        "first finished, answer withdrawn": make_reading(gone, first, analyst, theme),
    }
    make_reading(settled, first, analyst, theme)
    make_reading(settled, second, admin)
    made["settled"] = make_reading(settled, Place.SETTLED, admin, theme)
    made["first of two finished, answer changed"] = make_reading(changed, first, analyst, theme)
    make_reading(changed, second, admin)
    Answer.objects.filter(pk=changed.pk).update(edition=2)
    lying = Reading.objects.filter(pk=made["first left lying, a closed account's"].pk)
    lying.update(begun_at=timezone.now() - timedelta(days=3))
    taken_back = gone.response
    taken_back.state, taken_back.withdrawn_at, taken_back.publish = "withdrawn", timezone.now(), ""
    taken_back.save()
    return made


@specimens(Answer)
def answers(town: Town) -> Specimens:
    """As readings, by how far they have come; and those that nobody has read."""
    rows = town.specimens[Reading]
    kept = (
        "first begun, the analyst's",
        "first finished, to be read twice",
        "first finished, second begun",
        "first of two finished",
        "settled",
        "first finished, of what is read once",
        "first finished, consultation open",
        "first finished, answer withdrawn",
    )
    every = make_consultation("closed", double_reading=DoubleReading.ALL)
    by_admin, new = make_answers(every, 2)
    make_reading(by_admin, Place.FIRST, _person(town, "admin"), make_theme(every))
    only_rated = make_response(every, answers={"rate-premises": 1})
    return {
        "unread": new,
        "unread, a rating": Answer.objects.get(response=only_rated),
        "unread, consultation open": make_answers(make_consultation("open"), 1)[0],
        "first finished, the administrator's": by_admin,
        **{label: Answer.objects.get(pk=rows[label].answer_id) for label in kept},
    }


@specimens(Passage)
def passages(town: Town) -> Specimens:
    """One of each reading that has one."""
    rows = town.specimens[Reading]
    marked = {label: Passage.objects.filter(reading=row.pk).first() for label, row in rows.items()}
    return {label: passage for label, passage in marked.items() if passage is not None}
