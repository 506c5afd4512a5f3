"""Datelines, sign-offs, boilerplate, language."""
