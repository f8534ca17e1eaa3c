"""Pure rules of a training: its shape, its path, what makes it complete."""
