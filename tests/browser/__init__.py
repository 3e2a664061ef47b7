"""The product as people meet it: a real browser at a real service."""
