"""The command line as a Django application."""

from django.apps import AppConfig


class ManagementConfig(AppConfig):
    """Commands; no tables. Named by the package above, because Django looks for `management.commands` below the name."""

    name = "stafettlogg"
    label = "management"
