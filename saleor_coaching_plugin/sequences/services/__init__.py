"""Writing sequences, and starting and stopping a person's run."""
