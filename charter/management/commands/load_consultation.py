"""manage.py load_consultation FILE"""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from charter.actions.launching import launch_consultation, set_dates
from charter.actions.loading import DraftInTheWay, Loaded, load_consultation
from charter.console import the_administrator
from charter.consultation_file import ConsultationFileError
from charter.forms.consultation import END_OF_DAY
from charter.lines import MOST_BYTES
from charter.shipped import shipped_consultation
from hub.access import NotAllowed
from hub.calendar.london import combine
from hub.calendar.typed import read_date


class Command(BaseCommand):
    help = (
        "Make a consultation from a file (docs/consultation-file.md), or the next version of the one at its "
        "address. All of it, or nothing: a wrong file gets every line and reason."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("file", type=Path, nargs="?", help="the file")
        which.add_argument("--shipped", action="store_true", help="the draft charter that comes with the hub")
        parser.add_argument("--slug", default="", help="its address; else it is made of the title")
        parser.add_argument("--replace", action="store_true", help="in the place of what is in preparation")
        parser.add_argument("--publish", action="store_true", help="launch it; --opens and --closes say when")
        parser.add_argument("--opens", metavar="DATE", help="the first day, as 7/12/2026 or “today”")
        parser.add_argument("--closes", metavar="DATE", help="the last day, until 11.59pm")
        parser.add_argument("--by", metavar="EMAIL", help="for which administrator; else the first")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        dates = self._dates(options)
        data = shipped_consultation() if options["shipped"] else self._read(options["file"])
        name = "the shipped draft" if options["shipped"] else options["file"].name
        steward, actor = the_administrator(options["by"])
        try:
            with transaction.atomic():
                loaded = load_consultation(
                    data, steward, slug=options["slug"], replace=options["replace"], by=actor
                )
                if dates:
                    self._launch(loaded, *dates, by=actor)
                transaction.set_rollback(options["dry_run"])
        except ConsultationFileError as error:
            wrong = "\n".join(f"  {problem}" for problem in error.problems)
            raise CommandError(f"{name}:\n{wrong}\nNothing was loaded.") from None
        except DraftInTheWay as error:
            raise CommandError(f"{error.messages[0]} Add --replace. Nothing was loaded.") from None
        except ValidationError as error:
            raise CommandError(f"{' '.join(error.messages)} Nothing was loaded.") from None
        except NotAllowed as error:
            raise CommandError(f"{error} Nothing was loaded.") from None
        self._tell(loaded, launched=bool(dates), dry=options["dry_run"])

    def _dates(self, options: dict[str, Any]) -> tuple[datetime, datetime] | None:
        if not options["publish"]:
            if options["opens"] or options["closes"]:
                raise CommandError("--opens and --closes belong to --publish.")
            return None
        opens, closes = (self._day(options, name) for name in ("opens", "closes"))
        return combine(opens, time.min), combine(closes, END_OF_DAY)

    def _day(self, options: dict[str, Any], name: str) -> date:
        try:
            day = read_date(options[name] or "", timezone.localdate())
        except ValueError as error:
            raise CommandError(f"--{name}: {error}") from None
        if day is None:
            raise CommandError(f"--publish needs --{name}.")
        return day

    def _read(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                # One byte more than may be read, so that too much is seen to be too much.
                return file.read(MOST_BYTES + 1)
        except OSError as error:
            raise CommandError(f"{path} can't be read: {error.strerror}.") from None

    def _launch(self, loaded: Loaded, opens: datetime, closes: datetime, *, by: Any) -> None:
        consultation = loaded.consultation
        if consultation.published_at is not None:
            raise ValidationError(
                "It is launched already. Publish its next version in the browser, where you say what changed."
            )
        consultation = set_dates(consultation.pk, opens, closes, edition=consultation.edition, by=by)
        loaded.version.refresh_from_db(fields=["edition"])
        launch_consultation(
            consultation.pk, edition=consultation.edition, version_edition=loaded.version.edition, by=by
        )

    def _tell(self, loaded: Loaded, *, launched: bool, dry: bool) -> None:
        what = "a new consultation" if loaded.made else f"version {loaded.version.number}"
        would = "Would make" if dry else "Made"
        then = " and launch it" if launched and dry else ", launched" if launched else ""
        self.stdout.write(
            f"{would} {what}{then} at {loaded.consultation.slug}: "
            f"{loaded.sections} sections, {loaded.questions} questions."
        )
