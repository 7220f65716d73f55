"""manage.py import_calendar FILE --organisation SLUG"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.access import NotAllowed
from hub.calendar.ics_read import CalendarError, Limits
from hub.people.actor import OnBehalf
from hub.people.models import Organisation
from listings.actions.calendar_import import Report, TooManyRemovals, import_calendar

LARGEST = Limits().size


class Command(BaseCommand):
    help = "Read a calendar file (iCalendar, as Google Calendar, Outlook or Apple export it) into listings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the .ics file")
        parser.add_argument("--organisation", required=True, metavar="SLUG", help="whose calendar it is")
        parser.add_argument(
            "--calendar",
            default="",
            metavar="NAME",
            help="the calendar's name, where the file does not say it",
        )
        parser.add_argument(
            "--allow-removals", action="store_true", help="go on even if much of what was there is missing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        data = self._read(path)
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"No organisation has the address “{options['organisation']}”.")
        try:
            report = import_calendar(
                data,
                organisation.pk,
                by=OnBehalf(organisation=organisation.pk),
                calendar=options["calendar"],
                file_name=path.name,
                allow_removals=options["allow_removals"],
            )
        except CalendarError as error:
            raise CommandError(f"{path.name}, line {error.line}: {error} Nothing was changed.") from None
        except TooManyRemovals as error:
            raise CommandError(f"{path.name}: {error} Add --allow-removals to go on.") from None
        except NotAllowed:
            raise CommandError(f"{organisation} may not post just now: it is suspended.") from None
        self._tell(report)

    def _read(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as error:
            raise CommandError(f"{path} can't be read: {error.strerror}.") from None
        if len(data) > LARGEST:
            raise CommandError(f"{path.name} is larger than {LARGEST // 1_000_000} MB.")
        return data

    def _tell(self, report: Report) -> None:
        say = self.stdout.write
        say(
            f"{len(report.made)} made, {len(report.changed)} changed, {report.unchanged} unchanged, "
            f"{len(report.cancelled)} cancelled, {len(report.held)} held, {len(report.skipped)} skipped."
        )
        for word, titles in (
            ("made", report.made),
            ("changed", report.changed),
            ("cancelled", report.cancelled),
        ):
            for title in titles:
                say(f"  {word}: {title}")
        for title, why in report.held:
            say(f"  held for a person to read: {title} ({why})")
        for skipped in report.skipped:
            what = skipped.title or skipped.uid or "an event"
            say(f"  skipped, line {skipped.line}: {what}: {skipped.reason}")
        for note in report.notes:
            say(f"  note: {note}")
