"""What the outbox holds about people (rules.md D1)."""

from hub.notices.models import Message
from hub.privacy import Basis, Personal, declare

SEEN_BY = "the person it is sent to; those who keep the hub running, where a message does not arrive"


def _said(retention: str) -> Personal:
    return Personal(
        purpose="To tell a person what concerns them, and to be sure that it reached them",
        basis=Basis.LEGITIMATE_INTERESTS,
        retention=retention,
        seen_by=SEEN_BY,
    )


_row = _said("six months after it was written")
_text = _said("30 days after it was sent; at once where it holds a code or a link to sign in")
declare(
    Message,
    id=_row,
    recipient=_row,
    address=_row,
    kind=_row,
    subject=_row,
    text=_text,
    html=_text,
    leave=_text,
    message_id=_row,
    secret=_row,
    state=_row,
    attempts=_row,
    due_at=_row,
    sent_at=_row,
    created=_row,
    problem=_row,
)
