"""The door for gunicorn. It stays shut while a setting is unsafe."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
application = get_wsgi_application()

from hub.web.production import refuse_unsafe  # noqa: E402  (reads the settings that have just been loaded)

refuse_unsafe()
