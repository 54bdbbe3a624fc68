"""The scalars of the schema, all in one place: inside Saleor they are Saleor's own.

One schema cannot have two types of one name, and storefronts shall meet one form of a value. They
differ in one point: Saleor writes a Decimal as a number, we write it as a string.
"""

from django.conf import settings

if "saleor.graphql" in settings.INSTALLED_APPS:
    from saleor.graphql.core.scalars import Date, DateTime, Decimal
else:
    from .plain_scalars import Date, DateTime, Decimal

__all__ = ["Date", "DateTime", "Decimal"]
