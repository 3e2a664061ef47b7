"""One relay log a file, each told in the order it happened."""
