"""Who can come in: people with a password, apps with a token."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower


class User(models.Model):
    """A customer, or with `is_staff` one who works here."""

    email = models.CharField(max_length=254, unique=True)
    password = models.CharField(max_length=128)
    """As `django.contrib.auth.hashers` makes it; unusable until the person sets one."""
    first_name = models.CharField(max_length=256, blank=True)
    last_name = models.CharField(max_length=256, blank=True)
    language = models.CharField(max_length=35, default="en")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_confirmed = models.BooleanField(default=True)
    """Whether the address is known to be this person's; not so after registering."""
    permissions = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="shop_user_email_lower"
            )
        ]


class App(models.Model):
    name = models.CharField(max_length=60)
    token_digest = models.CharField(max_length=64, unique=True)
    permissions = models.JSONField(default=list)
