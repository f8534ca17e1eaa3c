"""Plain typed functions that make rows for tests, each in a unit of work of its own."""
