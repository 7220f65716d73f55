"""The part of the benchmark that runs within Django: makes the town, counts queries."""

from __future__ import annotations

import sys

import django


def main(what: str, argument: str) -> None:
    """Do one thing and print what came of it."""
    django.setup()
    if what == "build":
        from hub.local.bench.town import build

        print(f"{build(int(argument))} listings.")
        return
    if what == "charter":
        from hub.local.bench import charter

        print(f"Answers to a consultation\t{charter.build(int(argument)):,}")
        print("\n".join("\t".join(row) for row in charter.measure()))
        return
    for path in ("/", argument, "/whats-on/calendar.ics"):
        print(path, count_queries(path))
    print("dates", count_dates())


def count_queries(path: str) -> int:
    """How many queries an uncached answer takes."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    cache.clear()
    client = Client(SERVER_NAME="localhost")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} answered {response.status_code}")
    return len(queries)


def count_dates() -> int:
    """How many dates to come the whole feed stands for."""
    from django.utils import timezone

    from listings.models import Occurrence

    return Occurrence.objects.filter(over__gt=timezone.now()).count()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
