"""The command line as a Django application."""

from django.apps import AppConfig


class ManagementConfig(AppConfig):
    """Commands; no tables."""

    name = "stafettlogg.management"
    label = "management"
