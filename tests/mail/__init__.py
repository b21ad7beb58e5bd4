"""Letters from the queue to a real mail server, and what writes them."""
