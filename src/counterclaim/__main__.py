"""`python -m counterclaim`."""

import sys

from counterclaim.cli import main

sys.exit(main())
