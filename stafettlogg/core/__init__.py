"""The guarantees: who asks, who may what, no query without a caller, no change without a trail."""
