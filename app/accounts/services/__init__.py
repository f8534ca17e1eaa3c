"""What people and offices do with accounts."""
