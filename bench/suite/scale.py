"""How large the rows about many keys are."""

from __future__ import annotations

from dataclasses import dataclass

from suite.series import Series


@dataclass(frozen=True)
class Scale:
    series: Series
    keys: int
    rate: float  # asks per second of the row with many askers a key
    period: float  # seconds after which an autoscaler asks again
    periods: int  # measured
    growth_keys: tuple[int, ...]
    cold_keys_per_second: float  # new ones among those of the growth with keys, as many as Prometheus surely answers
    growth_rules: tuple[int, ...]
    growth_connections: tuple[int, ...]
    autoscalers: tuple[int, int]
    jumps: int  # of all queues, each at another moment of the controller's period


FULL = Scale(
    series=Series(metrics=100, series_each=2_000),
    keys=2_000,
    rate=667,
    period=15,
    periods=2,
    growth_keys=(1, 10, 100, 1_000, 10_000, 30_000),
    cold_keys_per_second=150,
    growth_rules=(1, 10, 100, 1_000, 10_000),
    growth_connections=(1, 10, 100, 1_000),
    autoscalers=(60, 300),
    jumps=5,
)
# Enough to see that everything works.
SMOKE = Scale(
    series=Series(metrics=10, series_each=200),
    keys=50,
    rate=300,
    period=1,
    periods=1,
    growth_keys=(1, 50),
    cold_keys_per_second=300,
    growth_rules=(1, 100),
    growth_connections=(1, 100),
    autoscalers=(10, 20),
    jumps=1,
)
