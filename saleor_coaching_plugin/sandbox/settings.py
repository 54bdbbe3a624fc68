"""Django settings of the sandbox and the tests: the plugin on a laptop, with no Saleor."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url

VAR = Path(os.environ.get("SANDBOX_VAR", "var")).resolve()

SECRET_KEY = os.environ.get("SECRET_KEY", "the sandbox guards nothing of value")
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "saleor_coaching_plugin.sandbox",
    "saleor_coaching_plugin.sandbox.shop",
    "saleor_coaching_plugin",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024  # a document of a packet, in base64
MIDDLEWARE: list[str] = []  # Saleor has no CSRF, session or X-Frame-Options middleware either.
ROOT_URLCONF = "saleor_coaching_plugin.sandbox.urls"
TEMPLATES: list[dict[str, object]] = []
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", "postgresql://localhost/coaching"), conn_max_age=60
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"  # as Saleor's, so that ours must be explicit
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "2525"))
EMAIL_TIMEOUT = 10

# kombu's folder transport: the sandbox needs no broker of its own. A Redis or RabbitMQ URL here
# is used as in production.
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", "filesystem://")
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "polling_interval": 0.2,
        "data_folder_in": str(VAR / "broker" / "queue"),
        "data_folder_out": str(VAR / "broker" / "queue"),
        "control_folder": str(VAR / "broker" / "control"),
    }
    if CELERY_BROKER_URL == "filesystem://"
    else {}
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

COACHING_PUBLIC_URL = os.environ.get("COACHING_PUBLIC_URL", "http://localhost:8000")
COACHING_COMMERCE = "saleor_coaching_plugin.sandbox.shop.adapter.SandboxCommerce"
COACHING_COACH_NAME = "Alex Morgan Coaching"
COACHING_COACH_EMAIL = "alex@coach.example"
COACHING_COACH_ADDRESS = "12 Harbour Lane, Bristol BS1 4QA, United Kingdom"
COACHING_BANK_DETAILS = "Alex Morgan Coaching\nIBAN GB33 BUKB 2020 1555 5555 55"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # As in Saleor's settings: these log the text of every exception, and with it people's data.
    "loggers": {
        "graphql.execution.utils": {"level": "CRITICAL"},
        "graphql.execution.executor": {"level": "CRITICAL"},
    },
}
