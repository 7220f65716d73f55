"""manage.py write_consultation SLUG"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from charter.consultation_file import write_consultation
from charter.models import Version
from charter.queries.consultation import text_of


class Command(BaseCommand):
    help = "Write a consultation as a file (docs/consultation-file.md): its newest version, or another."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="its address")
        parser.add_argument("--number", type=int, help="which version; else the newest, published or not")

    def handle(self, *args: Any, **options: Any) -> None:
        versions = Version.objects.filter(consultation__slug=options["slug"]).select_related("consultation")
        if options["number"] is not None:
            versions = versions.filter(number=options["number"])
        version = versions.order_by("-number").first()
        if version is None:
            raise CommandError("There is no such consultation, or it has no such version.")
        self.stdout.write(write_consultation(text_of(version)), ending="")
