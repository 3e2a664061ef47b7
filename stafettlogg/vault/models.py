"""The wrapped keys; an unwrapped key never touches the database."""

from __future__ import annotations

from uuid import uuid4

from django.db import models


class VaultKey(models.Model):
    """One wrapped key: a municipality's by the installation's root key, a log's by its municipality's."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.UUIDField()
    root = models.UUIDField(unique=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["municipality"], name="key_of_municipality")]
