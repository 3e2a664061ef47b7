"""Looking at an uploaded file before anybody can fetch it (security.md § 5).

`glance` is the look in the request: size, ending, first bytes. `inspect` is the whole look, run by the worker: ClamAV
where there is one (`scanner`), then a process of its own that can do nothing but look (`limited`). What it looks for
stands in a file for each kind: `pdf`, `images`, and the folder `office`.
"""

from stafettlogg.vault.inspection.kinds import DOCUMENTS, LARGEST, OFFICE, PAPER, glance
from stafettlogg.vault.inspection.limited import Inspected, inspect
from stafettlogg.vault.inspection.looking import look
from stafettlogg.vault.inspection.refusals import SENTENCES, Unacceptable
from stafettlogg.vault.inspection.scanner import ScannerDown, scan

__all__ = [
    "DOCUMENTS",
    "LARGEST",
    "OFFICE",
    "PAPER",
    "SENTENCES",
    "Inspected",
    "ScannerDown",
    "Unacceptable",
    "glance",
    "inspect",
    "look",
    "scan",
]
