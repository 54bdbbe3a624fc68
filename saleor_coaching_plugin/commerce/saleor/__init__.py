"""Saleor behind the commerce port: reads by its models, writes through its own API."""

from .adapter import SaleorCommerce

__all__ = ["SaleorCommerce"]
