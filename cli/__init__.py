"""How people drive wirefeed: the `wirefeed` command."""
