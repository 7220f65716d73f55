"""Settings. Everything an installation may change comes from the environment (docs/settings.md)."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from hub.local.state import local_state

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
# What script/server or script/test has started on this machine, if anything.
LOCAL = local_state(BASE_DIR)

DEMO = env.bool("HUB_DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default=LOCAL.secret_key)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY: at least 50 random characters (docs/settings.md).")
if DEMO and not DEBUG and not LOCAL_HOSTS.issuperset(ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "HUB_DEMO gives everyone the demo password, so it runs only on this machine: "
        "unset HUB_DEMO, or set ALLOWED_HOSTS to localhost."
    )

# What this installation is called and where it stands.
HUB_NAME = env.str("HUB_NAME", default="Children’s Quarter")
HUB_AREA = env.str("HUB_AREA", default="Kings Heath")
HUB_URL = env.str("HUB_URL", default=LOCAL.url).rstrip("/")

# Whom people turn to, as the pages under /about/ name them. What is empty they say is not set. National
# numbers are public facts; the demo's local ones are invented, from a range in which nobody answers.
DEMO_CONTACTS = {
    "HUB_CONTROLLER": "Children’s Quarter, 1 Invented Lane, Kings Heath",
    "HUB_CONTACT_EMAIL": "hello@demo.test",
    "HUB_PRIVACY_EMAIL": "privacy@demo.test",
    "HUB_HOURS": "9am to 5pm on weekdays in term time",
    "SAFETY_COUNCIL": "Heathfield Council",
    "SAFETY_SOCIAL_CARE": "0121 496 0101",
    "SAFETY_OUT_OF_HOURS": "0121 496 0102",
    "SAFETY_LADO": "0121 496 0103",
}
NATIONAL_CONTACTS = {
    "SAFETY_EMERGENCY": "999",
    "SAFETY_NSPCC": "0808 800 5000",
    "SAFETY_CHILDLINE": "0800 1111",
    "ICO_PHONE": "0303 123 1113",
}
CONTACTS = {
    **{name: env.str(name, default="") or (own if DEMO else "") for name, own in DEMO_CONTACTS.items()},
    **{name: env.str(name, default="") or own for name, own in NATIONAL_CONTACTS.items()},
}
# Within how many working days the steward means to answer. Aims, which the moderation page states.
MODERATION_DAYS = {
    "listing": env.int("MODERATION_LISTING_DAYS", default=2),
    "report": env.int("MODERATION_REPORT_DAYS", default=2),
    "appeal": env.int("MODERATION_APPEAL_DAYS", default=5),
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "hub.access",
    "hub.privacy",
    "hub.documents",
    "hub.evidence",
    "hub.files",
    "hub.notices",
    "hub.worklist",
    "hub.people",
    "hub.places",
    "hub.calendar",
    "hub.web",
    "listings",
    "charter",
    "hub.local",
]

MIDDLEWARE = [
    "hub.web.middleware.RequestId",
    "hub.web.pagecache.VisitorPageCache",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hub.people.middleware.LastSeenMiddleware",
    "hub.people.middleware.ActorMiddleware",
    "hub.access.middleware.AccessMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hub.people.middleware.HistoryMiddleware",
    "hub.web.middleware.MethodPage",
]

ROOT_URLCONF = "hub.urls"
WSGI_APPLICATION = "hub.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "hub.web.context.site",
            ],
        },
    },
    {
        "NAME": "hot",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "hub.web.hot.environment"},
    },
]

DATABASES = {
    "default": {
        **env.db_url("DATABASE_URL", default=LOCAL.database_url),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            # Compiling a query costs more than any of the hub's queries.
            "options": "-c jit=off",
            # A server that takes connections and never answers is as good as none.
            "connect_timeout": 3,
            **(
                {"pool": {"min_size": 1, "max_size": 8, "timeout": 4}}
                if env.bool("DATABASE_POOL", default=False)
                else {}
            ),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default=LOCAL.redis_url)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "hub",
        "TIMEOUT": 300,
        # Seconds, and one more try where a connection was lost: a page is worth more than its cache.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 1)},
    }
}
CELERY_BROKER_URL = REDIS_URL

# Reading changes nothing, so only these methods carry who did it into the history.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

AUTH_USER_MODEL = "people.Person"
# An e-mail address is unique whatever its case: by a constraint of the model's, which the check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
ACCOUNT_LOGOUT_REDIRECT_URL = "whats-on"
ACCOUNT_LOGIN_METHODS = {"email"}
# A password may be left out: then a code by e-mail signs in.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "hub.people.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# By a code and not by a link: typed where one joins, so that nothing is lost on the way, and so that nobody
# attaches their address to somebody else's account by following a link.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_FORMS = {
    "login": "hub.people.forms.account.SignInForm",
    "signup": "hub.people.forms.account.JoinForm",
    "request_login_code": "hub.people.forms.account.AskForCodeForm",
    "confirm_login_code": "hub.people.forms.account.SignInCodeForm",
    "confirm_email_verification_code": "hub.people.forms.account.AddressCodeForm",
    "change_email": "hub.people.forms.account.OtherAddressForm",
    "add_email": "hub.people.forms.account.NewAddressForm",
    "reset_password": "hub.people.forms.account.ResetPasswordForm",
    "reset_password_from_key": "hub.people.forms.account.NewPasswordForm",
    "change_password": "hub.people.forms.account.ChangePasswordForm",
    "set_password": "hub.people.forms.account.FirstPasswordForm",
    "reauthenticate": "hub.people.forms.account.AgainForm",
}
# None: people choose "Stay signed in" themselves.
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# How often, in how long, from one address (ip), by one person (user), or for one e-mail address (key).
ACCOUNT_RATE_LIMITS = {
    "signup": "10/m/ip,40/h/ip",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "10/m/ip,4/5m/key",
    "confirm_email": "6/5m/key",
    "reset_password": "10/m/ip,4/5m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
}

MFA_ADAPTER = "hub.people.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A finger, a face or a PIN each time: so a passkey alone is two steps.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = HUB_NAME
# A telephone's clock may be half a minute out.
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "10/m/ip"}
MFA_FORMS = {
    "authenticate": "hub.people.forms.second_step.SecondStepForm",
    "reauthenticate": "hub.people.forms.second_step.SecondStepAgainForm",
    "activate_totp": "hub.people.forms.second_step.AddAppForm",
    "add_webauthn": "hub.people.forms.second_step.AddPasskeyForm",
    "edit_webauthn": "hub.people.forms.second_step.RenamePasskeyForm",
    "login_webauthn": "hub.people.forms.second_step.PasskeySignInForm",
    "authenticate_webauthn": "hub.people.forms.second_step.PasskeyStepForm",
    "reauthenticate_webauthn": "hub.people.forms.second_step.PasskeyAgainForm",
}

# Signing in with an account elsewhere: only with keys for it. Nothing of it is there without.
SOCIAL_HOSTS = {"google": "https://accounts.google.com", "microsoft": "https://login.microsoftonline.com"}
SOCIALACCOUNT_KEYS = {}
for name in SOCIAL_HOSTS:
    given = [env.str(f"{name.upper()}_CLIENT_{part}", default="") for part in ("ID", "SECRET")]
    if all(given):
        SOCIALACCOUNT_KEYS[name] = {"client_id": given[0], "secret": given[1]}
if SOCIALACCOUNT_KEYS:
    INSTALLED_APPS += ["allauth.socialaccount"]
    INSTALLED_APPS += [f"allauth.socialaccount.providers.{name}" for name in SOCIALACCOUNT_KEYS]
SOCIALACCOUNT_PROVIDERS = {
    name: {"APPS": [{**keys, "key": ""}], "OAUTH_PKCE_ENABLED": True}
    for name, keys in SOCIALACCOUNT_KEYS.items()
}
# Whoever comes that way gives their name and says that they are 18 or over, as everyone does (rules.md S18).
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_FORMS = {"signup": "hub.people.forms.social.JoinFromElsewhereForm"}
# What is asked of the provider is not kept, and no account is joined to another by its address alone.
SOCIALACCOUNT_STORE_TOKENS = SOCIALACCOUNT_EMAIL_AUTHENTICATION = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
HTTPS = env.bool("HTTPS", default=not DEBUG and not DEMO)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "hub.web.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# How many proxies stand before the hub: who asks is counted from the end of X-Forwarded-For.
PROXIES = env.int("PROXIES", default=1)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES if BEHIND_PROXY else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *(SOCIAL_HOSTS[name] for name in SOCIALACCOUNT_KEYS)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
# Above this many bytes an upload waits in a temporary file, not in memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_HANDLERS = [
    "hub.files.upload.NothingTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))()
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "hub.web.assets.WheelFinder",
]
# Pictures are served by a view that asks who may see them: no address leads to this folder.
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / ".local" / "media"))()
STORAGES = {
    "default": {
        "BACKEND": env.str("MEDIA_STORAGE", default="django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.json("MEDIA_STORAGE_OPTIONS", default={}),
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "hub.web.assets.Assets"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="hub@localhost")
# Seconds for each word with the mail server.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request": {"()": "hub.web.logs.RequestFilter"},
        "task": {"()": "hub.web.logs.TaskFilter"},
    },
    "formatters": {"json": {"()": "hub.web.logs.JsonFormatter"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request", "task"]}
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # Django's own lines about requests print the path, which can hold a private link, or what was sent
    # (rules.md D12). The hub's line has the status.
    "loggers": {
        "django.request": {"level": "CRITICAL"},
        "django.server": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
    },
}
