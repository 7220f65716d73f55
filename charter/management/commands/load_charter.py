"""manage.py load_charter FILE"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.text import slugify

from charter.actions.charter_loading import load_charter
from charter.charter_file import CharterFileError, read_charter
from charter.console import the_administrator
from charter.models import Charter


class Command(BaseCommand):
    help = (
        "Make the charter’s next version from a file (docs/consultation-file.md): all of it, or nothing. "
        "It is in preparation until an administrator puts it to the public or adopts it, in the browser."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file")
        parser.add_argument("--by", help="an administrator’s e-mail address; else the first there was")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(f"The file can’t be read: {error.strerror}.") from None
        _steward, actor = the_administrator(options["by"])
        try:
            text = read_charter(data)
            charter = Charter.objects.order_by("pk").first() or Charter.objects.create(
                title=text.title, summary=text.summary, slug=slugify(text.title)[:80].strip("-") or "charter"
            )
            version = load_charter(charter.pk, data, by=actor)
        except CharterFileError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"Version {version.number} is in preparation: {len(text.sections)} sections, "
            f"{len(text.clauses)} clauses, {len(text.responsibilities)} responsibilities."
        )
