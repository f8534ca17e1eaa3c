"""Who may do what to which rows: the one place for permissions."""
