"""A person closes their account, comes back within thirty days, or is erased."""
