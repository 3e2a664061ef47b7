"""The components the pages are put together from."""
