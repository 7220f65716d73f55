"""A large consultation to measure: 100,000 responses with about 20 answers each, and its results."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from charter.models import Consultation, Question, QuestionKind, Section, Version, Wording

SLUG = "benchmark"
# Sections, each with so many questions: 7 ratings, then 8 sections of 2 yes or no and 2 in words.
RATINGS, PARTS = 7, 8
# How often, in per cent, a question is answered: 39 questions, 20 answers a response.
ANSWERED = 51
ROUNDS = 7

RESPONSES = """
    INSERT INTO charter_response (consultation_id, version_id, channel, state, begun_at, saved_at, sent_at,
        sent_by_closing, organisation_name, people, publish, public_name, review, review_reason, edition)
    SELECT %(consultation)s, %(version)s,
        (ARRAY['online', 'online', 'online', 'form', 'email', 'event', 'letter', 'spoken'])
            [1 + (hashint4(n) & 2147483647) %% 8],
        'sent', sent, sent, sent, false, '', 1 + (n %% 8 = 0)::int * 5, 'unnamed', '', 'waiting', '', 1
    FROM generate_series(1, %(count)s) AS n,
        LATERAL (SELECT now() - interval '20 days' - make_interval(mins => n %% 50000) AS sent) AS times
"""
KINDS = """
    INSERT INTO charter_aboutyou (response_id, kind, district)
    SELECT id, (ARRAY['parent', 'parent', 'parent', 'school', 'school', 'group', 'resident', 'resident',
            'governor', 'young', 'service', 'other', ''])[1 + (hashint8(id) & 2147483647) %% 13],
        (ARRAY['B14', 'B14', 'B13', 'B30', 'B28', ''])[1 + (hashint8(id * 7) & 2147483647) %% 6]
    FROM charter_response WHERE consultation_id = %(consultation)s
"""
ANSWERS = """
    INSERT INTO charter_answer (response_id, question_id, version_id, rating, choice, text, may_contact,
        edition, saved_at)
    SELECT r.id, q.id, %(version)s,
        CASE WHEN q.kind = 'rating' THEN 1 + mixed %% 3 END,
        CASE WHEN q.kind = 'yes-no' THEN (ARRAY['yes', 'no', 'unsure'])[1 + mixed %% 3] ELSE '' END,
        CASE WHEN q.kind = 'open'
            THEN 'The gate is locked at four, and nobody knows who has the key. ' || r.id ELSE '' END,
        false, 1, r.saved_at
    FROM charter_response r CROSS JOIN charter_question q,
        LATERAL (SELECT (hashint8(r.id * 131 + q.id) & 2147483647) AS mixed) AS chance
    WHERE r.consultation_id = %(consultation)s AND q.consultation_id = %(consultation)s
        AND (mixed / 3) %% 100 < %(answered)s
"""


def build(responses: int) -> int:
    """Make a closed consultation with published results; returns how many answers it has."""
    now = timezone.now()
    consultation = Consultation.objects.create(
        title="What should the charter say?",
        slug=SLUG,
        summary="A consultation to measure.",
        published_at=now - timedelta(days=90),
        opens_at=now - timedelta(days=89),
        closes_at=now - timedelta(days=19),
        settled_at=now - timedelta(days=18),
        results_published_at=now - timedelta(days=1),
    )
    version = Version.objects.create(consultation=consultation, number=1)
    ratings = [(QuestionKind.RATING, number) for number in range(1, RATINGS + 1)]
    _section(version, 0, ratings)
    for part in range(1, PARTS + 1):
        _section(
            version,
            part,
            [(kind, part) for kind in (QuestionKind.YES_NO, QuestionKind.OPEN) for _two in "ab"],
        )
    Version.objects.filter(pk=version.pk).update(published_at=now - timedelta(days=90))
    given = {
        "consultation": consultation.pk,
        "version": version.pk,
        "count": responses,
        "answered": ANSWERED,
    }
    with connection.cursor() as cursor:
        for statement in (RESPONSES, KINDS, ANSWERS):
            cursor.execute(statement, given)
        answers = cursor.rowcount
        cursor.execute("VACUUM ANALYZE charter_response, charter_answer, charter_aboutyou")
    return int(answers)


def _section(version: Version, place: int, questions: Sequence[tuple[str, int]]) -> None:
    section = Section.objects.create(
        version=version, key=f"part-{place}", position=place, area=place or None, title=f"Part {place}"
    )
    for number, (kind, area) in enumerate(questions):
        question = Question.objects.create(
            consultation=version.consultation, key=f"question-{place}-{number}", kind=kind
        )
        Wording.objects.create(
            version=version,
            section=section,
            question=question,
            position=number,
            text=f"Question {number} of part {place}?",
            area=area,
        )


def pages() -> dict[str, str]:
    """What is measured: the page with all ratings, and a section's."""
    top = f"/charter/consultation/{SLUG}/results/"
    return {
        "Results, overview": top,
        "Results, a section": f"{top}part-2/",
        "Results, split": f"{top}part-0/?by=kind",
    }


def measure() -> list[tuple[str, str]]:
    """Each page against its own queries run bare, turn about: drawn anew and kept; queries and bytes."""
    from django.core.cache import cache

    client = Client(SERVER_NAME="localhost")
    rows = []
    for name, path in pages().items():
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            body = client.get(path).content
        queries = [query["sql"] for query in asked.captured_queries]

        def anew(path: str = path) -> None:
            cache.clear()
            client.get(path)

        def bare(queries: list[str] = queries) -> None:
            with connection.connection.cursor() as cursor:
                for query in queries:
                    cursor.execute(query.encode())
                    cursor.fetchall()

        def kept(path: str = path) -> None:
            client.get(path)

        page, floor = _turn_about(anew, bare)
        again, _floor = _turn_about(kept, bare)
        rows += [
            (f"{name}, drawn anew", f"{page / floor:.2f} × its queries bare"),
            (f"{name}, from the page cache", f"{again / floor:.4f} × its queries bare"),
            (f"{name}: queries, bytes", f"{len(queries)}, {len(body):,}"),
            (f"{name}: seconds here, bare and drawn", f"{floor:.2f}, {page:.2f}"),
        ]
    return rows


def _turn_about(one: Callable[[], None], other: Callable[[], None]) -> tuple[float, float]:
    """Medians, in seconds."""
    times: tuple[list[float], list[float]] = ([], [])
    for _round in range(ROUNDS):
        for act, kept in zip((one, other), times, strict=True):
            began = time.perf_counter()
            act()
            kept.append(time.perf_counter() - began)
    return statistics.median(times[0]), statistics.median(times[1])
