"""Pages of people's rights, by flow."""
