"""What maintainers run: the texts, and what others made."""
