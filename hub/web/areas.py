"""The seven areas of the charter: number, short name and slug, beside the mark and colour of that number."""

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

# In addresses: /charter/areas/premises/.
AREA_SLUGS = {
    1: "communities",
    2: "premises",
    3: "whats-on",
    4: "training",
    5: "education",
    6: "people",
    7: "lifelong-learning",
}
