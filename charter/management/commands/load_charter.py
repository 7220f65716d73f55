"""manage.py load_charter FILE"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from charter.actions.charter_loading import TextInTheWay, load_text
from charter.charter_file import CharterFileError
from charter.console import the_administrator
from hub.access import NotAllowed


class Command(BaseCommand):
    help = (
        "Make the charter’s next version from a file (docs/consultation-file.md): all of it, or nothing. "
        "It is in preparation until an administrator puts it to the public or adopts it, in the browser."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file")
        parser.add_argument("--replace", action="store_true", help="in the place of what is in preparation")
        parser.add_argument("--by", help="an administrator’s e-mail address; else the first there was")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(f"The file can’t be read: {error.strerror}.") from None
        steward, actor = the_administrator(options["by"])
        try:
            version, text = load_text(steward, data, replace=options["replace"], by=actor)
        except TextInTheWay as error:
            raise CommandError(f"{error.messages[0]} Add --replace. Nothing was loaded.") from None
        except (CharterFileError, NotAllowed) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"Version {version.number} is in preparation: {len(text.sections)} sections, "
            f"{len(text.clauses)} clauses, {len(text.responsibilities)} responsibilities."
        )
