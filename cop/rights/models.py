"""What people may ask for about their data, how long it is kept, and who did what."""
