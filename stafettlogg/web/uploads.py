"""Files on their way in: in memory alone, so that nothing unsealed is ever laid on the disk (security.md § 5)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from stafettlogg.vault.inspection import LARGEST


class InMemory(FileUploadHandler):
    """Hold what is sent, up to the largest file anybody may send.

    Of a larger one the rest is thrown away as it comes and its true size is told, so that the form can say what is wrong.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own
        """Begin an empty one."""
        super().new_file(*args, **kwargs)
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Hold the next part, unless the file is too large already."""
        if start + len(raw_data) <= LARGEST:
            self.held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """What the form gets."""
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held,
            self.field_name,
            self.file_name or "",
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
