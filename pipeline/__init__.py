"""What is done to a dispatch, without I/O: neither Faust nor Kafka is imported here."""
