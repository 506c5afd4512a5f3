"""What flows: the types of dispatches, records, ledger entries and frames, and their published JSON Schemas."""
