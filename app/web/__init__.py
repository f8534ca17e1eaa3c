"""The edge of the application: guard, forms, errors, what every page knows."""
