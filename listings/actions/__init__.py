"""What changes a listing. Each is one transaction, and gets what it changes through `hold`."""

from listings.actions.appeals import appeal_answer, appeal_decision, decide_appeal
from listings.actions.content import Content
from listings.actions.create import create_listing, delete_draft
from listings.actions.dates import cancel_date, move_date, restore_date
from listings.actions.moderation import publish_proposal, return_proposal
from listings.actions.reports import answer_report, report_listing
from listings.actions.states import (
    cancel_listing,
    hide_listing,
    publish_listing,
    restore_listing,
    send_back_listing,
    submit_listing,
    withdraw_submission,
)

__all__ = [
    "Content",
    "answer_report",
    "appeal_answer",
    "appeal_decision",
    "cancel_date",
    "cancel_listing",
    "create_listing",
    "decide_appeal",
    "delete_draft",
    "hide_listing",
    "move_date",
    "publish_listing",
    "publish_proposal",
    "report_listing",
    "restore_date",
    "restore_listing",
    "return_proposal",
    "send_back_listing",
    "submit_listing",
    "withdraw_submission",
]
