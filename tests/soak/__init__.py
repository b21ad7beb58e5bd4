"""Stores full of tablets in a bad network, for an hour: `make soak`."""
