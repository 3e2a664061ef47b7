"""The pages as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, forms, components and static files."""

    name = "stafettlogg.web"
    label = "web"
