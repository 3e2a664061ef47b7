"""The vault as a Django application."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Keys, sealed text and files."""

    name = "stafettlogg.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
