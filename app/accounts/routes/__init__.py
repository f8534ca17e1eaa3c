"""Pages of accounts, under one blueprint."""
