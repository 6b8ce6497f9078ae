"""Taking over what a community kept in spreadsheets before."""
