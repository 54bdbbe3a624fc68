"""The sandbox's web server: `python -m saleor_coaching_plugin.sandbox.web PORT`."""

from __future__ import annotations

import os
import sys

import waitress
from django.core.wsgi import get_wsgi_application

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saleor_coaching_plugin.sandbox.settings")
    waitress.serve(
        get_wsgi_application(), host="127.0.0.1", port=int(sys.argv[1]), threads=8, ident=None
    )
