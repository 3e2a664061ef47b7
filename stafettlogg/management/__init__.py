"""The command line and what runs beside the web: serve, worker, doctor, demo."""
