"""What a worker answers on its port: metrics, probes, and a page for people."""

from importlib import resources

import orjson
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from agents.supervisor import Supervisor
from pipeline.settings import Settings

PAGE = resources.files("agents").joinpath("page.html").read_text("utf-8")


def make_site(supervisor: Supervisor) -> web.Application:
    """`/metrics`, `/livez`, `/readyz`, `/status` (JSON), and `/` for people."""

    async def metrics(_request: web.Request) -> web.Response:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # prometheus-client's
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def livez(_request: web.Request) -> web.Response:
        return _probe(*supervisor.is_live())

    async def readyz(_request: web.Request) -> web.Response:
        return _probe(*supervisor.is_ready())

    async def status(_request: web.Request) -> web.Response:
        ready, why = supervisor.is_ready()
        body = {"ready": ready, "why": why, "rooms": [child.status() for child in supervisor.children]}
        return web.Response(body=orjson.dumps(body), content_type="application/json")

    async def page(_request: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    site = web.Application()
    site.add_routes(
        [
            web.get("/metrics", metrics),
            web.get("/livez", livez),
            web.get("/readyz", readyz),
            web.get("/status", status),
            web.get("/", page),
        ]
    )
    return site


def _probe(good: bool, why: str) -> web.Response:
    body = orjson.dumps({"ok": good, "why": why})
    return web.Response(body=body, status=200 if good else 503, content_type="application/json")


async def serve(supervisor: Supervisor, settings: Settings) -> tuple[web.AppRunner, int]:
    """Start to answer; returns the runner and the port. Raises `OSError` where the port is taken."""
    runner = web.AppRunner(make_site(supervisor), access_log=None)
    await runner.setup()
    listener = web.TCPSite(runner, settings.http_host, settings.http_port)
    await listener.start()
    return runner, int(runner.addresses[0][1])
