"""Taking over old anonymous answers from a forms tool."""
