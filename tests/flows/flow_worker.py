"""A worker as a process of its own: does what is due until it is killed."""

from __future__ import annotations

import time

import django

django.setup()

from saleor_coaching_plugin.tasks import work  # noqa: E402 - needs the apps

print("ready", flush=True)
while True:
    work()
    time.sleep(0.01)
