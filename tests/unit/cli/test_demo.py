"""Parts of the demo that need no broker."""

import socket

from cli.demo_line import free_port
from pipeline.settings import Settings


def test_the_settings_port_is_taken_where_it_is_free_else_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
        other = free_port(Settings(http_port=port))
    assert other not in (0, port)
    assert free_port(Settings(http_port=port)) == port
