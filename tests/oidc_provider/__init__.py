"""An organisation's sign-in as a process of its own: ``python -m tests.oidc_provider.serve``.

A second Django project with its own database, made of what allauth ships to be a provider.
"""
