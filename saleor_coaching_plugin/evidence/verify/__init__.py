"""The offline verifier: a bundle and public keys are all it needs.

Nothing here imports Django or opens a connection, so it runs where only rfc8785 and cryptography
are; for time stamps it also needs pyHanko, and says so where that is missing.
"""
