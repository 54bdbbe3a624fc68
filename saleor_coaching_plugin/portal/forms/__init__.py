"""What people type into the hosted pages."""
