"""Where allauth's defaults are not the hub's."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes their own account yet; people are invited by those who run the hub."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
