"""The one message about what became of what somebody said. It never repeats their words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charter.models import Consultation, Decision, Outcome
from hub.notices import Notice
from hub.notices.notice import absolute

# More would not be read. The rest is on the page.
MOST = 8
INTRODUCTIONS = {
    Outcome.ACCEPTED: gettext_lazy("What was decided: yes."),
    Outcome.PARTLY: gettext_lazy("What was decided: in part."),
    Outcome.NOT: gettext_lazy("What was decided: no."),
    Outcome.ELSEWHERE: gettext_lazy("What was decided: it is taken up elsewhere."),
}


def what_came_of_it(consultation: Consultation, decisions: list[Decision], secret: str) -> Notice:
    """`decisions`: about the themes of their own answers; none where these could not be sorted."""
    paragraphs = [
        _("You answered “%s”, and asked us to tell you what came of it.") % consultation.title,
    ]
    if decisions:
        paragraphs.append(_("This is what was decided about what you and others said."))
        paragraphs += [_about(one) for one in decisions[:MOST]]
        if len(decisions) > MOST:
            paragraphs.append(_("There is more on the page below."))
    else:
        paragraphs.append(
            _("Everything that was decided, why, and what it changed is on the page below. Thank you.")
        )
    leave = absolute(reverse("stop-news", args=[secret]))
    return Notice(
        subject=_("What came of what you told us"),
        paragraphs=tuple(paragraphs),
        action=(_("See everything that was decided"), reverse("decisions-of", args=[consultation.slug])),
        after=(
            _("You get this once, because you asked for it and confirmed your address."),
            _("Have your address forgotten: %s") % leave,
        ),
        leave=leave,
    )


def _about(one: Decision) -> str:
    lines = [
        _("What was said: %s") % one.said,
        str(INTRODUCTIONS[Outcome(one.outcome)]),
        _("Why: %s") % one.reason,
    ]
    if one.change:
        lines.append(_("What changed: %s") % one.change)
    return "\n".join(lines)
