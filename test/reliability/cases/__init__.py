"""The faults, by what they concern."""
