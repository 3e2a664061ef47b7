"""The pages: one file for each noun, thin views over the operations."""
