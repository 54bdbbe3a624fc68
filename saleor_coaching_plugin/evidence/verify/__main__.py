"""`python -m saleor_coaching_plugin.evidence.verify BUNDLE`."""

import sys

from .command import run

sys.exit(run())
