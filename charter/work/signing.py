"""What waits for whoever signs for a school or group."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from charter.queries.signing import to_sign_again
from hub.people.whose import leads
from hub.worklist import Queue

SIGN_AGAIN = Queue(
    key="sign-again",
    title=_("A new version of the charter to sign"),
    template="charter/work/sign-again.html",
    rows=to_sign_again,
    order=80,
    only_for=leads,
    empty=_("Nothing of yours waits to be signed again."),
)
