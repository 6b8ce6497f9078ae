"""Pages of this room, by flow."""
