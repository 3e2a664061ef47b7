"""The commands of `stafettlogg`: one file is one command."""
