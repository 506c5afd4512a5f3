"""Readers of wire formats: one module a format, one registry, one sniffing function (`registry`)."""
