"""All addresses of the product; the two for machines are answered before them, in web/health.py."""

from django.urls import include, path

handler400 = "stafettlogg.web.errors.bad_request"
handler404 = "stafettlogg.web.errors.not_there"
handler500 = "stafettlogg.web.errors.server_error"

urlpatterns = [path("", include("stafettlogg.web.urls"))]
