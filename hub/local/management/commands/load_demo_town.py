"""manage.py load_demo_town [--reset]"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from hub.local.demo.load import load_town
from hub.local.demo.remove import InUse, remove_town


class Command(BaseCommand):
    help = (
        "Load the demo town: invented schools, groups, people and a year of what is on. "
        "Running it again tops it up."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset", action="store_true", help="remove the town first, and all that was posted in it"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo town gives everyone a known password, so it is loaded only where HUB_DEMO is set."
            )
        if options["reset"]:
            self._reset()
        loaded = load_town(timezone.localdate())
        self.stdout.write(
            f"The demo town is there: {loaded.made} listings made, {loaded.extended} extended, "
            f"{loaded.imported} read from calendars, {loaded.imported_unchanged} unchanged in them."
        )

    def _reset(self) -> None:
        try:
            removed = remove_town()
        except InUse as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Removed the town that was there, with {removed} listings.")
