"""Pages of governance, by flow."""
