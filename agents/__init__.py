"""Who does it and when: one Faust application for each room, and the transactions that commit its work."""
