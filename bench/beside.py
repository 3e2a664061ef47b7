"""The floor's web servers beside each other, as `serve` starts the product's: as many, with the same flags."""

from __future__ import annotations

import bench.site  # noqa: F401 – before Django reads its settings

# isort: split
from stafettlogg.config import env
from stafettlogg.management import supervisor
from stafettlogg.management.commands import serve

if __name__ == "__main__":
    servers = range(env.WEB_PROCESSES.read())
    supervisor.run([supervisor.Child(f"floor {number}", serve.web("bench.floor:application")) for number in servers])
