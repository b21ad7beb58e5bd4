"""What stands around a server for real, as far as a bare machine can try it."""
