"""No test looks at the user's gazetteer or waits for the default one to be built: those of places make their own."""

import os

os.environ["COUNTERCLAIM_GAZETTEER"] = "off"
