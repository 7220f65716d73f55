"""Which themes an answer counts for, worked out from its readings. Nothing else writes AnswerTheme."""

from __future__ import annotations

from collections.abc import Iterable

from charter.models import Answer, AnswerTheme, Passage, Place, Reading


def lock_answers(answers: Iterable[int]) -> list[int]:
    """Lock answers in the order of their keys, so that two who lock several never wait for each other."""
    rows = Answer.objects.filter(pk__in=set(answers)).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def derive_themes(answers: Iterable[int]) -> None:
    """Bring AnswerTheme in step with the readings of these answers. Inside the caller's transaction.

    What was settled counts; else what two readers agree on; else what the only one who finished found. Where
    two differ and nobody has settled it, nothing counts yet. The answers are locked first, so that what two
    readers do at once is seen by whoever comes second.
    """
    keys = lock_answers(answers)
    wanted = counted(keys)
    there = set(AnswerTheme.objects.filter(answer__in=keys).values_list("answer", "theme"))
    gone = there - wanted
    if gone:
        rows = AnswerTheme.objects.filter(answer__in={answer for answer, _theme in gone})
        stale = [pk for pk, *pair in rows.values_list("pk", "answer", "theme") if tuple(pair) in gone]
        AnswerTheme.objects.filter(pk__in=stale).delete()
    AnswerTheme.objects.bulk_create(
        [AnswerTheme(answer_id=answer, theme_id=theme) for answer, theme in sorted(wanted - there)]
    )


def counted(answers: Iterable[int]) -> set[tuple[int, int]]:
    """(answer, theme) for each theme that an answer counts for."""
    finished = Reading.objects.filter(answer__in=answers, finished_at__isnull=False)
    found: dict[int, dict[int, set[int]]] = {}
    for answer, place in finished.values_list("answer", "place"):
        found.setdefault(answer, {})[place] = set()
    marked = Passage.objects.filter(reading__in=finished)
    for answer, place, theme in marked.values_list("reading__answer", "reading__place", "theme").distinct():
        found[answer][place].add(theme)
    return {(answer, theme) for answer, by_place in found.items() for theme in _counts(by_place)}


def _counts(found: dict[int, set[int]]) -> set[int]:
    if Place.SETTLED in found:
        return found[Place.SETTLED]
    first, second = found.get(Place.FIRST), found.get(Place.SECOND)
    if first is None or second is None:
        return first or second or set()
    return first if first == second else set()
