"""The addresses of the pages, Norwegian words without æøå; the municipality stands first."""

from stafettlogg.web.urls_entry import urlpatterns as entry
from stafettlogg.web.urls_log import urlpatterns as log

urlpatterns = [*entry, *log]
