"""Keys and files: what people write is sealed at rest, and a file is looked at before anybody can fetch it."""
