"""Client agreements, contract terms and autoresponder sequences for coaches on Saleor."""

__version__ = "0.1.0"
