"""The core as a Django application."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Guarantees that every other package stands on."""

    name = "stafettlogg.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
