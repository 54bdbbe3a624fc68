"""Autoresponder sequences: what is sent when, a person's run through one version, each mail."""
