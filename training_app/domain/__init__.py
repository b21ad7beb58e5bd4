"""The rules of the product: pure, immutable and typed; the standard library only."""
