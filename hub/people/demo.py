"""The people whom a demo town lets you sign in as."""

from django.utils.translation import gettext_lazy as _

DEMO_PASSWORD = "demo-quarter"  # noqa: S105  (public by intent; a demo runs only on one's own machine)
DEMO_PEOPLE = (
    ("parent@demo.test", _("A parent")),
    ("organiser@demo.test", _("Posts for a verified group")),
    ("newgroup@demo.test", _("Posts for a group that is not verified yet")),
    ("office@demo.test", _("A school’s business manager")),
    ("caretaker@demo.test", _("The same school’s site manager")),
    ("dsl@demo.test", _("The same school’s designated safeguarding lead")),
    ("head@demo.test", _("The same school’s headteacher")),
    ("admin@demo.test", _("Children’s Quarter’s administrator")),
    ("deputy@demo.test", _("Children’s Quarter’s second administrator")),
    ("analyst@demo.test", _("Children’s Quarter’s analyst")),
    ("privacy@demo.test", _("Children’s Quarter’s privacy officer")),
)
