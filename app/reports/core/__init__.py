"""The rules of reports: where somebody is stuck."""
