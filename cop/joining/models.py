"""Joining: invitations, the public page, requests and their queue."""
