"""The one place that reads the clock; code that computes takes `now` instead."""

from datetime import datetime

from django.utils import timezone


def utc_now() -> datetime:
    """The current time, aware, in UTC."""
    return timezone.now()
