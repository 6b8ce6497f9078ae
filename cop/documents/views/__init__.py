"""Pages of documents, by flow: reading, editing, consents."""
