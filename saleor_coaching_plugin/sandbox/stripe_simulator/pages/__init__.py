"""What a client sees at Stripe: the invoice page and the checkout page. No JavaScript."""
