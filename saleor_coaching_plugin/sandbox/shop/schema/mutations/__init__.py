"""One file per concern; `schema/mutation.py` lists them all."""
