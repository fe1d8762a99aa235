"""The command `python -m service`: starts the service, sends load, prints a table."""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import resource
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from service.requests_drawn import drawn_requests

ROOT = Path(__file__).resolve().parents[2]
LOAD = Path(__file__).with_name("locustfile.py")
KINDS = ("by id", "timeline", "search", "match")
# Milliseconds for 95 of 100 requests: on the sample, and at scale 100.
TARGETS = {"by id": (20, 50), "timeline": (20, 50), "search": (100, 200), "match": (200, 400)}
SECONDS_TO_START, SECONDS_BETWEEN_SAMPLES = 600, 0.5


@dataclass(frozen=True)
class Figures:
    """What one run of the load tool measured, and the memory of the service.

    memory_mib: the average over the second and over the last third of the run.
    """

    kind: str
    requests: int
    failures: int
    per_second: float
    p50: float
    p95: float
    p99: float
    cpu_seconds: float
    memory_mib: tuple[float, float]


def main(argv: Sequence[str] | None = None) -> None:
    """Print a table of the service under load."""
    parser = argparse.ArgumentParser(prog="python -m service", description=__doc__)
    parser.add_argument("published", type=Path, help="the published database; it is copied")
    parser.add_argument("--locust", default="locust", help="the load tool's command")
    parser.add_argument("--rate", type=float, default=200, help="requests per second")
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=int, default=30, help="of each kind of request")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--port", type=int, default=8010)
    parser.add_argument("--publish", action="store_true", help="publish again in each run")
    options = parser.parse_args(argv)
    with TemporaryDirectory() as folder:
        published = Path(folder) / "c360.duckdb"
        shutil.copy(options.published, published)
        print_table(options, list(measured(options, published, Path(folder))))


def measured(options: argparse.Namespace, published: Path, folder: Path) -> Iterator[Figures]:
    """The figures of each kind of request on one running service."""
    secret = secrets.token_hex(16)
    given = {
        "rate": options.rate, "clients": options.clients, "secret": secret,
        **drawn_requests(published, seed=1),
    }  # fmt: skip
    requests = folder / "requests.json"
    requests.write_text(json.dumps(given), "utf-8")
    environment = {
        **os.environ,
        "C360_PUBLISHED_PATH": str(published),
        "C360_SERVICE_KEYS": f"benchmark:read+personal_data+match:{secret}",
        "C360_SERVICE_RATE": "100000",
        "PYTHONPATH": os.pathsep.join(str(ROOT / name) for name in ("service", "app", "scripts")),
        "SERVICE_REQUESTS": str(requests),
    }
    with running_service(options.port, environment) as service:
        for kind in options.kinds:
            yield load(options, kind, service, published, folder, environment)


@contextmanager
def running_service(port: int, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The service in a process of its own, once it answers."""
    command = [sys.executable, "-m", "lookup", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as service:
        try:
            wait_for(f"http://127.0.0.1:{port}/health", service)
            yield service
        finally:
            service.terminate()


def wait_for(url: str, service: subprocess.Popen[bytes]) -> None:
    """Wait until the service answers; raises RuntimeError if it ends or takes too long."""
    for _ in range(SECONDS_TO_START * 10):
        if service.poll() is not None:
            raise RuntimeError("the service ended: start `python -m lookup` to see why")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer in {SECONDS_TO_START} seconds")


def load(
    options: argparse.Namespace,
    kind: str,
    service: subprocess.Popen[bytes],
    published: Path,
    folder: Path,
    environment: dict[str, str],
) -> Figures:
    """Send one kind of request."""
    results = folder / kind.replace(" ", "_")
    before = cpu_seconds(service.pid)
    command = [
        options.locust, "-f", str(LOAD), "--headless", "--only-summary", "--tags", kind,
        "--host", f"http://127.0.0.1:{options.port}", "--users", str(options.clients),
        "--spawn-rate", str(options.clients), "--run-time", f"{options.seconds}s",
        "--processes", "4", "--csv", str(results), "--exit-code-on-error", "0",
    ]  # fmt: skip
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as tool:
        memory, to_publish = [], time.monotonic() + options.seconds / 3
        while tool.poll() is None:
            memory.append(memory_mib(service.pid))
            if options.publish and time.monotonic() > to_publish:
                publish_again(published)
                to_publish = float("inf")
            time.sleep(SECONDS_BETWEEN_SAMPLES)
    if tool.returncode:
        raise RuntimeError(f"{options.locust} failed with code {tool.returncode}")
    with Path(f"{results}_stats.csv").open(encoding="utf-8", newline="") as file:
        row = next(one for one in csv.DictReader(file) if one["Name"] == kind)
    return Figures(
        kind,
        int(row["Request Count"]),
        int(row["Failure Count"]),
        float(row["Requests/s"]),
        *(float(row[share]) for share in ("50%", "95%", "99%")),
        cpu_seconds(service.pid) - before,
        thirds_of(memory),
    )


def thirds_of(samples: Sequence[float]) -> tuple[float, float]:
    """The averages of the second and of the last third of some samples."""
    third = max(1, len(samples) // 3)
    return fmean(samples[-2 * third : -third] or samples), fmean(samples[-third:])


def publish_again(published: Path) -> None:
    """Replace the published file as a publication does: by a rename."""
    copy = published.with_suffix(".next")
    shutil.copy(published, copy)
    copy.replace(published)


def cpu_seconds(process: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mib(process: int) -> float:
    """Resident memory of a process."""
    pages = int(Path(f"/proc/{process}/statm").read_text("utf-8").split()[1])
    return pages * resource.getpagesize() / 2**20


def print_table(options: argparse.Namespace, figures: Sequence[Figures]) -> None:
    """Print settings and figures as Markdown."""
    tool = subprocess.run([options.locust, "--version"], capture_output=True, text=True)
    print(
        f"{tool.stdout.split(' from')[0].strip()}, {options.clients} clients, {options.rate:g}"
        f" requests/s, {options.seconds} s of each kind; Python {platform.python_version()},"
        f" FastAPI {version('fastapi')}, uvicorn {version('uvicorn')}, DuckDB {version('duckdb')};"
        f" {os.cpu_count()} cores, load average {os.getloadavg()[1]:.1f};"
        f" {'with' if options.publish else 'without'} a publication in each run"
    )
    print(
        "\n| requests | sent/s | failed | p50, ms | p95, ms | p99, ms | target p95 (scale 100), ms"
        " | CPU, ms/request | memory in the 2nd and last third, MiB |"
    )
    print("| --- |" + " ---: |" * 8)
    for one in figures:
        sample, large = TARGETS[one.kind]
        print(
            f"| {one.kind} | {one.per_second:.0f} | {one.failures} of {one.requests}"
            f" | {one.p50:.0f} | {one.p95:.0f} | {one.p99:.0f} | {sample} ({large})"
            f" | {one.cpu_seconds / max(1, one.requests) * 1e3:.1f}"
            f" | {one.memory_mib[0]:.0f}, {one.memory_mib[1]:.0f} |"
        )
