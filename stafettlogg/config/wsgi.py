"""The web application, for granian; it refuses a database of the other mode."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stafettlogg.config.settings")

application = get_wsgi_application()

from stafettlogg.config import checks  # noqa: E402 – models are there after Django has started

if refusal := checks.mode_mismatch():
    raise SystemExit(refusal)
