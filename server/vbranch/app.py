"""The composition root: the only place that builds everything, starts it in order and stops it.

Start: stores with their migrations, ports, branch, hub, listeners, "ready". Stop is the way back,
within ``STOP_S``: no new connections, the hub tells everybody to come back, open requests end, the
stores close. A second signal ends the process at once, which is safe: what was acknowledged is on
the disk.
"""

import asyncio
import gc
import os
import resource
import secrets
import signal
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from typing import Any, Final

import structlog
from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector

from vbranch import __version__, logs
from vbranch.branch.problems import BranchError
from vbranch.folder import KeyUnreadable, bot_key
from vbranch.ids import Home
from vbranch.ports.audit import AuditUnavailable
from vbranch.ports.log import LogUnavailable
from vbranch.ports.sessions import SessionsUnavailable
from vbranch.realtime.allowance import Limits
from vbranch.realtime.clock import SystemClock
from vbranch.realtime.hub import Hub
from vbranch.realtime.ledger import StateUnreadable
from vbranch.realtime.meters import Meters
from vbranch.services.visits import Visits
from vbranch.settings import Settings
from vbranch.staff_desk import StaffDesk, open_desk
from vbranch.stock import Stock, always_open, load_stock, plan_of, rooms_answer, scene_url
from vbranch.stores import StoreRefused, Stores, open_stores
from vbranch.voice_parts import open_voice, stage_origins
from vbranch.web.connections import Connections
from vbranch.web.health import Readiness
from vbranch.web.lan import certificate_for, lan_addresses, utc_now
from vbranch.web.limits import RequestLimits
from vbranch.web.listener import Bound, CannotListen, Listeners, bind, is_every_interface
from vbranch.web.security import Perimeter
from vbranch.web.server import Parts, create_app

log = structlog.get_logger("vbranch.app")

STOP_S: Final = 10.0
EVERY_INTERFACE: Final = "0.0.0.0"  # noqa: S104  what --lan asks for


class CannotStart(Exception):
    """The server cannot start; each of ``lines`` tells the operator one reason and its remedy."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where visitors find the branch: on this machine, and (``lan``) on its networks by https."""

    local: str
    lan: tuple[str, ...]


Announce = Callable[[Addresses], None]


def run(settings: Settings, announce: Announce) -> None:
    """Serve until a signal comes; ``announce`` is called when visitors can enter.

    Raises ``CannotStart``.
    """
    logs.configure(settings.log_level, settings.log_format)
    _raise_descriptor_limit()
    asyncio.run(_serve(settings, announce))


async def _serve(settings: Settings, announce: Announce) -> None:
    stop = asyncio.Event()
    _listen_to_signals(stop)
    asyncio.get_running_loop().set_exception_handler(_log_loop_fault)
    server = Server(settings)
    try:
        addresses = await server.start()
        gc.collect()
        gc.freeze()  # what lasts as long as the server is not looked at again and again
        announce(addresses)
        log.info("ready", url=addresses.local, version=__version__)
        await stop.wait()
        log.info("stopping")
    except CannotStart:
        raise
    except Exception:  # its own words can hold what visitors said, so they are not printed
        log.exception("defect")
        raise CannotStart(["a defect ended the server; the log says where"]) from None
    finally:
        await server.stop()
    log.info("stopped")


class Server:
    """One server: everything that is built from the settings, with its order of start and stop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._clock = SystemClock()
        self._undo = AsyncExitStack()

    async def start(self) -> Addresses:
        """Build and start everything; visitors can enter when it returns.

        Raises ``CannotStart``; ``stop`` is to be called in any case.
        """
        settings, undo = self._settings, self._undo
        try:
            stores = open_stores(settings.data_dir)
        except StoreRefused as fault:
            raise CannotStart([str(fault)]) from None
        undo.push_async_callback(stores.close)
        bound = self._bind()
        try:
            stock = await asyncio.to_thread(load_stock, settings)
        except BranchError as fault:
            raise CannotStart([str(problem) for problem in fault.problems]) from None
        undo.push_async_callback(stock.content.stop)
        await stock.content.start()
        desk = self._open_desk(stores)
        parts, hub = self._compose(stock, stores, desk)
        connections = Connections(
            people_per_address=settings.people_per_address, trusted_proxies=settings.trusted_proxies
        )
        listeners = Listeners(create_app(parts, connections), connections)
        undo.push_async_callback(listeners.close)
        undo.push_async_callback(parts.visits.stop)
        undo.push_async_callback(hub.stop)
        try:
            with suppress(AuditUnavailable):  # visitors may come; staff's acts wait for it
                await stores.audit.ready()
            await parts.visits.start(parts.clock.unix())
            await hub.start()
        except (LogUnavailable, SessionsUnavailable) as fault:
            raise CannotStart([f"the database in {settings.data_dir}: {fault}"]) from None
        except StateUnreadable as fault:
            remedy = "run the version that wrote it, or move the folder away to begin anew"
            raise CannotStart([f"the data in {settings.data_dir}: {fault}; {remedy}"]) from None
        undo.callback(listeners.refuse)
        try:
            await listeners.open(bound)
        except CannotListen as fault:
            raise CannotStart([str(fault)]) from None
        return self._addresses(bound)

    async def stop(self) -> None:
        """Undo the start, newest first, within ``STOP_S``."""
        try:
            async with asyncio.timeout(STOP_S):
                await self._undo.aclose()
        except TimeoutError:
            log.error("stop_took_too_long", seconds=STOP_S)

    def _bind(self) -> list[Bound]:
        """Take the ports before the slow part of the start: one in use is told at once."""
        settings = self._settings
        every = settings.lan and "host" not in settings.model_fields_set
        host = EVERY_INTERFACE if every else settings.host
        bound: list[Bound] = []
        try:
            bound.append(bind(host, settings.port, flag="port"))
            self._undo.callback(bound[0].socket.close)
            if settings.lan:
                names = lan_addresses() if is_every_interface(host) else [_own_host(bound[0])]
                files = certificate_for(names, settings.data_dir / "tls", utc_now())
                bound.append(bind(host, settings.tls_port, files.context(), flag="tls-port"))
                self._undo.callback(bound[1].socket.close)
        except CannotListen as fault:
            raise CannotStart([str(fault)]) from None
        return bound

    def _open_desk(self, stores: Stores) -> StaffDesk:
        try:
            desk = open_desk(self._settings, stores, self._clock)
        except KeyUnreadable as fault:
            raise CannotStart([str(fault)]) from None
        self._undo.push_async_callback(desk.close)
        return desk

    def _compose(self, stock: "Stock", stores: Stores, desk: StaffDesk) -> tuple[Parts, Hub]:
        settings, clock, home = self._settings, self._clock, Home(secrets.token_hex(8))
        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)
        visits = Visits(stores.sessions, home)
        rooms = stock.branch.rooms
        voice = open_voice(settings, clock)
        self._undo.push_async_callback(voice.stage.stop)
        hub = Hub(
            plans={room: plan_of(config) for room, config in rooms.items()},
            scenes={room: scene_url(room) for room in rooms},
            log=stores.log,
            visits=visits,
            moderation=desk.moderation,
            home=home,
            limits=Limits(address_factor=settings.people_per_address),
            meters=Meters(registry),
            clock=clock,
            origins=settings.origins,
            transport=settings.transport,
            voice=voice,
        )
        parts = Parts(
            perimeter=Perimeter(
                settings.trusted_proxies,
                settings.origins,
                settings.metrics_allow,
                settings.hsts_days,
                stage_origins(settings),
            ),
            clock=clock,
            limits=RequestLimits(clock, people_per_address=settings.people_per_address),
            visits=visits,
            socket=hub.serve,
            ready=Readiness(hub.ready, stores.log, stores.sessions, clock),
            registry=registry,
            branch={**stock.about, "rooms": rooms_answer(stock.branch)},
            scenes=stock.scenes,
            content=stock.content,
            client=stock.client,
            bot_key=_bot_key(settings),
            opens_at=stock.branch.hours.opens_at if stock.branch.hours else always_open,
            staff=desk.staff,
            moderation=desk.moderation,
            bans=desk.bans,
            audit=stores.audit,
            staff_passwords=settings.staff_passwords,
            oidc=desk.oidc,
            glances=hub.glances,
        )
        return parts, hub

    def _addresses(self, bound: list[Bound]) -> Addresses:
        host = _own_host(bound[0])
        everywhere = is_every_interface(host)
        local = "localhost" if everywhere or host == "127.0.0.1" else host
        lan: tuple[str, ...] = ()
        if self._settings.lan:
            hosts = lan_addresses() if everywhere else [host]
            lan = tuple(_url("https", one, bound[1].port) for one in hosts)
        return Addresses(_url("http", local, bound[0].port), lan)


def _bot_key(settings: Settings) -> str:
    """The configured key, or the one that is kept in the data folder."""
    configured = settings.bot_key
    return configured.get_secret_value() if configured else bot_key(settings.data_dir)


def _own_host(bound: Bound) -> str:
    return str(bound.socket.getsockname()[0])


def _url(scheme: str, host: str, port: int) -> str:
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}/"


def _raise_descriptor_limit() -> None:
    """A connection is a descriptor; many systems allow 1024 unless asked."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _listen_to_signals(stop: asyncio.Event) -> None:
    def on_signal(number: int) -> None:
        if stop.is_set():
            log.warning("stopped_at_once")
            os._exit(128 + number)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, on_signal, number)


def _log_loop_fault(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """asyncio's own handler writes transports and tasks with what they hold; this one does not."""
    log.error("loop_fault", what=context["message"], exc_info=context.get("exception"))
