"""The texts a community adopts, their versions, and who has read them."""
