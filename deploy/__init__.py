"""Regulars for real: what a store's or a chain's machine needs around it."""
