"""Stafettlogg: the open-source relay log around a child."""
