"""Pages of people, roles and the community itself."""
