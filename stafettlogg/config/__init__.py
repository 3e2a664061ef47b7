"""How an installation is set up: settings, its own PostgreSQL, and what is checked before it starts."""
