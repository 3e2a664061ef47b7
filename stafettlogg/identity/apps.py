"""Identity as a Django application."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Municipalities, units, people and posts."""

    name = "stafettlogg.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"
