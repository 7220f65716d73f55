"""manage.py load_postcodes FILE"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.places.actions import Loaded, load_districts
from hub.places.directory import Directory, DirectoryError, read_directory

# How many districts of each sort are named.
MOST_NAMED = 40


class Command(BaseCommand):
    help = (
        "Load the middle of every postcode district from the full postcode directory: the CSV file of the "
        "ONS Postcode Directory, the National Statistics Postcode Lookup, or Code-Point Open with headings. "
        "No single postcode is stored."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            directory = read_directory(path, progress=self._progress)
        except DirectoryError as error:
            raise CommandError(f"{path.name}: {error} Nothing was loaded.") from None
        self._tell(directory, load_districts(directory.points))

    def _progress(self, rows: int) -> None:
        self.stderr.write(f"  {rows:,} rows read")

    def _tell(self, directory: Directory, loaded: Loaded) -> None:
        say = self.stdout.write
        say(
            f"{directory.rows:,} rows read, {directory.skipped.total():,} skipped. "
            f"Districts: {len(loaded.made):,} made, {len(loaded.changed):,} changed, "
            f"{len(loaded.unchanged):,} unchanged."
        )
        for word, codes in (("made", loaded.made), ("changed", loaded.changed)):
            if codes:
                more = f" and {len(codes) - MOST_NAMED:,} more" if len(codes) > MOST_NAMED else ""
                say(f"  {word}: {', '.join(codes[:MOST_NAMED])}{more}")
        for why, count in directory.skipped.most_common():
            say(f"  skipped: {count:,} {why}")
