"""Pages of reports, by flow."""
