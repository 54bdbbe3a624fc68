"""The Celery application of the sandbox; inside Saleor it is Saleor's own."""

from __future__ import annotations

import os
from pathlib import Path

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saleor_coaching_plugin.sandbox.settings")

app = Celery("sandbox")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "work": {"task": "saleor_coaching_plugin.tasks.work", "schedule": 2.0},
    "sweep": {"task": "saleor_coaching_plugin.tasks.sweep", "schedule": 60.0},
}
for name, value in settings.CELERY_BROKER_TRANSPORT_OPTIONS.items():
    if name != "polling_interval":
        Path(value).mkdir(parents=True, exist_ok=True)
