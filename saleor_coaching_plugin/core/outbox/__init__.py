"""What must follow is written with what happened, and done later, exactly as often as needed."""
