"""The addresses of the pages, Norwegian words without æøå; the municipality stands first."""

from django.urls import path

from stafettlogg.web import gallery
from stafettlogg.web.urls_entry import urlpatterns as entry
from stafettlogg.web.urls_log import urlpatterns as log

urlpatterns = [path("komponentar/", gallery.show, name="gallery"), *entry, *log]
