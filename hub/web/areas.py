"""The seven areas of the charter: number and short name, beside the mark and colour of the same number."""

from django.utils.translation import gettext_lazy as _

AREAS = {
    1: _("Knowing our communities"),
    2: _("Sharing school premises"),
    3: _("Sharing what is on"),
    4: _("Training together"),
    5: _("Enriching what schools teach"),
    6: _("Sharing staff and volunteers"),
    7: _("Lifelong learning"),
}
