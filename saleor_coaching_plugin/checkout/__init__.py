"""The acceptance path of a checkout: required terms, fingerprint, acceptance, gate, buyers."""
