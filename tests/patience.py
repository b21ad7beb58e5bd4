"""How long a test waits for what should come at once: longer than any busy machine needs, for it costs nothing."""

PATIENCE = 90.0  # seconds
PATIENCE_MS = int(PATIENCE * 1000)
