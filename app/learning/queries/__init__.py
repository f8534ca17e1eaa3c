"""Reads of classes and learning."""
