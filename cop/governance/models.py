"""What a community must have in place, and what it says about the data it keeps."""
