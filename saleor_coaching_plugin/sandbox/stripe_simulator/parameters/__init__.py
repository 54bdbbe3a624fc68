"""Reading what a request gives: Stripe's form encoding, and the types of parameters."""
