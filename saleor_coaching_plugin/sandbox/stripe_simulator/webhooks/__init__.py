"""Events on their way to the merchant: signed, retried, in no particular order."""
