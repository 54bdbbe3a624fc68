"""All that stands in for what is not on a laptop: the shop, Stripe, a mail server."""
