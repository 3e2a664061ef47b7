"""The domain: the relay log and everything that belongs to it. `models` is the data; a file for each noun has the verbs."""
