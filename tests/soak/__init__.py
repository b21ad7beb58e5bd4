"""Stores full of tablets in a bad network, for half an hour: `make soak`."""
