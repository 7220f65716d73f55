"""What changes a listing. Each is one transaction, and gets what it changes through `hold`."""

from listings.actions.create import Draft, create_listing
from listings.actions.dates import cancel_date, move_date, restore_date
from listings.actions.states import cancel_listing, publish_listing, send_back_listing, submit_listing

__all__ = [
    "Draft",
    "cancel_date",
    "cancel_listing",
    "create_listing",
    "move_date",
    "publish_listing",
    "restore_date",
    "send_back_listing",
    "submit_listing",
]
