"""What changes things here, by flow: spaces, the day's choice, publication, share-backs."""

from caucus.services.spaces import create_caucuses, create_spaces

__all__ = ["create_caucuses", "create_spaces"]
