"""What an operator can watch: Prometheus counters and gauges of one running program."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """The figures behind /metrics. A registry of its own, so that tests can run several programs in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.updates = Counter("updates", "Updates by outcome", ["outcome"], registry=self.registry)
        self.calls = Counter("telegram_calls", "Calls to Telegram", ["method", "outcome"], registry=self.registry)
        self.floods = Counter("telegram_429", "Times Telegram asked for silence", registry=self.registry)
        self.depth = Gauge("outbox_depth", "Messages that wait, by lane", ["lane"], registry=self.registry)
        self.age = Gauge("outbox_oldest_seconds", "Age of the oldest waiting message", registry=self.registry)
        self.lanes = Gauge("inbox_lanes", "Chats with updates in work", registry=self.registry)
        self.waiting = Gauge("inbox_waiting", "Updates accepted and not yet handled", registry=self.registry)
        self.lag = Gauge("agenda_lag_seconds", "How late the last promise was kept", registry=self.registry)
        self.promises = Counter("promises", "Promises by outcome", ["kind", "outcome"], registry=self.registry)
        self.handling = Histogram("update_seconds", "From arrival to commit, per update", registry=self.registry)

    def page(self) -> bytes:
        """The Prometheus text."""
        return generate_latest(self.registry)
