"""The process that looks at one file and can do nothing else: see `limited`."""

import sys

from stafettlogg.vault.inspection.limited import main

if __name__ == "__main__":
    sys.exit(main())
