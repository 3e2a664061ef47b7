"""How fast the service answers: `make bench`. Not part of the product; nothing in it is installed."""
