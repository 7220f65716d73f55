import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="key"),
                ),
                ("alt", models.CharField(blank=True, max_length=200, verbose_name="what can be seen in it")),
                (
                    "consent",
                    models.BooleanField(
                        default=False, verbose_name="everybody in it, or their parent, has agreed"
                    ),
                ),
                ("pending", models.BooleanField(default=False, verbose_name="its form is not finished")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="added")),
                ("width", models.PositiveIntegerField(verbose_name="width")),
                ("height", models.PositiveIntegerField(verbose_name="height")),
                (
                    "widths",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), size=None, verbose_name="widths"
                    ),
                ),
                ("bytes", models.PositiveIntegerField(verbose_name="bytes")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pending", True),
                            models.Q(("alt__regex", "\\S"), ("consent", True)),
                            _connector="OR",
                        ),
                        name="picture_is_described_and_agreed_to",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("height__gte", 1), ("width__gte", 1), ("widths__len__gte", 1)),
                        name="picture_has_a_size",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bytes__gte", 1), ("digest__regex", "^[0-9a-f]{64}$")),
                        name="picture_digest_is_one",
                    ),
                ],
            },
        ),
    ]
