"""One module for each wire format, one registry, one sniffing function."""
