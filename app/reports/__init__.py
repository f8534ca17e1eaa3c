"""What the office prints."""
