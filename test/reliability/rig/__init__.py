"""A Barograph, what it depends on, and what comes between them."""
