"""Names under which Valkey keeps things (settings.CACHES): none says where somebody is.

allauth's rate limits count by internet address, and an address is nowhere kept in plain.
"""

from django.core.cache.backends.base import default_key_func
from django.utils.crypto import salted_hmac

LIMITS = "allauth:"  # what keys of rate limits begin with


def sealed_key(key: str, key_prefix: str, version: int) -> str:
    """A limit's key under the installation's secret: without it no list of addresses finds one."""
    if str(key).startswith(LIMITS):
        key = LIMITS + salted_hmac("cop.core.cache_keys", key, algorithm="sha256").hexdigest()
    return str(default_key_func(key, key_prefix, version))
