"""`mqa serve`: the pages in a browser, and the schedule of the workspace."""

from __future__ import annotations

import click

from mqa import workspaces
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, say
from mqa.ledger import users


@click.command(name="serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0: any that is free.")
@click.option("--url", default="", help="The address that people use, where a proxy stands before the server.")
@click.option("--allow-host", "hosts", multiple=True, help="A further name under which the server may be asked for.")
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help="A proxy, or a network of them, that says who asks and whether by https; default: on this machine.",
)
@shared
def command(asked: Asked, host: str, port: int, url: str, hosts: tuple[str, ...], proxies: tuple[str, ...]) -> None:
    """Serve the pages, and load, run and deliver on the workspace's schedule, until ctrl-c."""
    from mqa.web.serving import serve

    workspace = workspaces.opened(workspaces.found(asked.workspace))
    workspaces.open_stores(workspace)

    def listening(address: str) -> None:
        if asked.as_json:
            print_json({"address": address, "workspace": workspace.agreed.name})
            return
        say(f"{workspace.agreed.name} is at {address}. Stop with ctrl-c.")
        if not users.users():
            say(f"Nobody can sign in yet: mqa user add you@example.com --role admin --url {address}")

    serve(workspace, host, port, hosts=hosts, url=url, proxies=proxies, listening=listening)
    if not asked.as_json:
        say("Stopped.")
