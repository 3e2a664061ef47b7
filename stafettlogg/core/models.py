"""What the guarantees themselves keep: the trail, the belt's membership table, and what this installation is."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from stafettlogg.core.audit import AuditEvent


class Access(models.Model):
    """Who could have some right to a log: the belt reads it, triggers alone write it, the policy never asks it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    root = models.UUIDField()
    person = models.UUIDField()
    hat = models.CharField(max_length=14)
    because = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "person", "hat", "because"], name="access_once")]
        indexes = [models.Index(fields=["person", "hat", "root"], name="access_of_person")]


class Installation(models.Model):
    """One row: training or production, and how far it has come. A process of the other mode refuses to run."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    mode = models.CharField(max_length=10, choices=[("training", "training"), ("production", "production")])
    mark = models.PositiveBigIntegerField(db_default=0)  # how far it has come: see core/mark.py


__all__ = ["Access", "AuditEvent", "Installation"]
