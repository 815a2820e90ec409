"""A run of an hour or a day under load: see test/reliability/soak."""
