"""What an installation can find out about its own promises, and the certificate of it.

Small checks, each of one thing that would break anonymity. They read and never write. What cannot
be seen from inside is said on every certificate.
"""
