"""Addresses of accounts.

allauth's views are named one by one: what is not here is not open. What changes something does so in one
transaction, with the messages that tell of it.
"""

from allauth.account import views as allauth
from django.db.transaction import atomic
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from hub.access import access
from hub.people.again import sensitive
from hub.people.social import is_offered
from hub.people.views import account_second_step as second_step
from hub.people.views import account_sign_in as sign_in
from hub.people.views.account import account, change_name
from hub.people.views.account_again import AgainCodeView
from hub.people.views.account_sessions import end_one, end_others, sessions
from hub.people.views.data import data, delete, deleted, download
from hub.people.views.join import AddressCodeView, JoinView, doors

joining = [
    path("join/", doors, name="join"),
    path("account/join/", access.public(atomic(JoinView.as_view())), name="account_signup"),
    path(
        "account/confirm-email/",
        access.public(atomic(AddressCodeView.as_view())),
        name="account_email_verification_sent",
    ),
]

signing_in = [
    path("account/sign-in/", access.public(atomic(sign_in.SignInView.as_view())), name="account_login"),
    path(
        "account/sign-in/code/",
        access.public(atomic(sign_in.AskForCodeView.as_view())),
        name="account_request_login_code",
    ),
    path(
        "account/sign-in/code/enter/",
        access.public(atomic(sign_in.SignInCodeView.as_view())),
        name="account_confirm_login_code",
    ),
    path(
        "account/sign-in/passkey/",
        access.public(atomic(sign_in.PasskeySignInView.as_view())),
        name="mfa_login_webauthn",
    ),
    path(
        "account/sign-in/second-step/",
        access.public(atomic(sign_in.SecondStepView.as_view())),
        name="mfa_authenticate",
    ),
    path("account/sign-out/", access.public(allauth.logout), name="account_logout"),
    path("account/closed/", access.public(allauth.account_inactive), name="account_inactive"),
]

passwords = [
    path(
        "account/password/reset/",
        access.public(atomic(allauth.password_reset)),
        name="account_reset_password",
    ),
    path(
        "account/password/reset/sent/",
        access.public(allauth.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        access.public(atomic(allauth.password_reset_from_key)),
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/done/",
        access.public(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    # It asks for the password that there is, so it needs no asking again.
    path(
        "account/password/",
        access.signed_in(atomic(allauth.password_change)),
        name="account_change_password",
    ),
    path(
        "account/password/first/",
        access.signed_in(atomic(sensitive(allauth.password_set))),
        name="account_set_password",
    ),
]

asking_again = [
    path(
        "account/again/", access.signed_in(atomic(sign_in.AgainView.as_view())), name="account_reauthenticate"
    ),
    path(
        "account/again/second-step/",
        access.signed_in(atomic(sign_in.AgainSecondStepView.as_view())),
        name="mfa_reauthenticate",
    ),
    path(
        "account/again/passkey/",
        access.signed_in(atomic(sign_in.AgainPasskeyView.as_view())),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/again/code/", access.signed_in(atomic(AgainCodeView.as_view())), name="account-again-code"),
]

second_steps = [
    path("account/second-step/", second_step.second_step, name="second-step"),
    path("account/second-step/later/", second_step.put_off_second_step, name="second-step-later"),
    # allauth leads back to a page of this name.
    path(
        "account/second-step/all/",
        access.signed_in(RedirectView.as_view(pattern_name="second-step")),
        name="mfa_index",
    ),
    path(
        "account/second-step/app/",
        access.signed_in(atomic(sensitive(second_step.AddAppView.as_view()))),
        name="mfa_activate_totp",
    ),
    path(
        "account/second-step/app/remove/",
        access.signed_in(atomic(sensitive(second_step.RemoveAppView.as_view()))),
        name="mfa_deactivate_totp",
    ),
    path(
        "account/second-step/passkeys/add/",
        access.signed_in(atomic(sensitive(second_step.AddPasskeyView.as_view()))),
        name="mfa_add_webauthn",
    ),
    path(
        "account/second-step/passkeys/<int:pk>/remove/",
        access.signed_in(atomic(sensitive(second_step.RemovePasskeyView.as_view()))),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/second-step/passkeys/<int:pk>/name/",
        access.signed_in(atomic(sensitive(second_step.RenamePasskeyView.as_view()))),
        name="mfa_edit_webauthn",
    ),
    path(
        "account/second-step/codes/",
        access.signed_in(atomic(sensitive(second_step.RecoveryCodesView.as_view()))),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/second-step/codes/new/",
        access.signed_in(atomic(sensitive(second_step.NewRecoveryCodesView.as_view()))),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second-step/codes/download/",
        access.signed_in(atomic(sensitive(second_step.SavedRecoveryCodesView.as_view()))),
        name="mfa_download_recovery_codes",
    ),
]

own = [
    path("account/", account, name="account"),
    path("account/name/", change_name, name="account-name"),
    path("account/email/", access.signed_in(atomic(sensitive(allauth.email))), name="account_email"),
    path("account/sessions/", sessions, name="account-sessions"),
    path("account/sessions/others/end/", end_others, name="account-sessions-end"),
    path("account/sessions/<int:pk>/end/", end_one, name="account-session-end"),
    path("account/data/", data, name="account-data"),
    path("account/data/download/", download, name="account-data-download"),
    path("account/delete/", delete, name="account-delete"),
    path("account/deleted/", deleted, name="account-deleted"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *joining,
    *signing_in,
    *passwords,
    *asking_again,
    *second_steps,
    *own,
]
if is_offered():
    urlpatterns.append(path("", include("hub.people.social_urls")))
