"""The requests of the benchmark, for Locust. SERVICE_REQUESTS names the file with their values."""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path
from typing import Any

from locust import FastHttpUser, constant_throughput, tag, task

GIVEN: dict[str, Any] = json.loads(Path(os.environ["SERVICE_REQUESTS"]).read_text("utf-8"))


class Caller(FastHttpUser):
    """One of several clients, which together send a rate of requests."""

    wait_time = constant_throughput(GIVEN["rate"] / GIVEN["clients"])
    default_headers = {"X-API-Key": GIVEN["secret"]}

    def on_start(self) -> None:
        """Start at a random time, so that the clients do not all send their requests at once."""
        self.drawn = random.Random()
        time.sleep(self.drawn.uniform(0, GIVEN["clients"] / GIVEN["rate"]))

    @tag("by id")
    @task
    def by_id(self) -> None:
        """A customer by uid or by the id of a source."""
        self.client.get(f"/customers/{self.drawn.choice(GIVEN['ids'])}", name="by id")

    @tag("timeline")
    @task
    def timeline(self) -> None:
        """The timeline of a customer."""
        uid = self.drawn.choice(GIVEN["uids"])
        self.client.get(f"/customers/{uid}/timeline", name="timeline")

    @tag("search")
    @task
    def search(self) -> None:
        """A search by e-mail address, phone number or name."""
        self.client.get(f"/customers?{self.drawn.choice(GIVEN['searches'])}", name="search")

    @tag("match")
    @task
    def match(self) -> None:
        """The candidates of a record."""
        self.client.post("/match", json=self.drawn.choice(GIVEN["records"]), name="match")
