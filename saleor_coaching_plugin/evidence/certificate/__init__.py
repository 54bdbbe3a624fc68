"""The certificate of an acceptance: the accepted texts and the proof of it, as a sealed PDF."""
