"""The hub's settings, with a floor to measure against beside its pages."""

import os

from hub.settings import *  # noqa: F403

DEBUG = False
ROOT_URLCONF = "hub.local.bench.urls"
if os.environ.get("BENCH_UNCACHED"):
    MIDDLEWARE = [name for name in MIDDLEWARE if not name.endswith("VisitorPageCache")]  # noqa: F405
