"""The relay as a Django application."""

from django.apps import AppConfig


class RelayConfig(AppConfig):
    """Logs and wonders."""

    name = "stafettlogg.relay"
    label = "relay"
    default_auto_field = "django.db.models.BigAutoField"
