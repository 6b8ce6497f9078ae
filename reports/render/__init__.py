"""A frozen report made readable: HTML (the canonical form) and PDF.

Nothing here reads the database. WeasyPrint is imported when a PDF is made and not before.
"""
