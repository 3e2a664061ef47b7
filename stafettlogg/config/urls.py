"""All addresses of the product; the two for machines are answered before them, in web/health.py."""

from django.urls import include, path

urlpatterns = [path("", include("stafettlogg.web.urls"))]
