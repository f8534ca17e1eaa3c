"""Pure rules about files: what a content is, how it may be called, which part of it is asked for."""
