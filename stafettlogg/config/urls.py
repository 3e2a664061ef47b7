"""All addresses: the pages, and the two that tell whether the service is well."""

from django.urls import include, path

from stafettlogg.web import health

urlpatterns = [
    path("leve", health.live, name="live"),
    path("klar", health.ready, name="ready"),
    path("", include("stafettlogg.web.urls")),
]
