"""What deletes by time trusts the machine's clock only when it has shown that time for an hour."""

from __future__ import annotations

from dataclasses import dataclass

from local.emulator.events.steady_clock import STEADY_SECONDS, SteadyClock

YEAR = 366 * 86_400.0
START = 1_800_000_000.0


@dataclass
class Machine:
    """Its two clocks; the wall clock may be off by so many seconds."""

    uptime: float = 0.0
    off: float = 0.0

    def clock(self) -> SteadyClock:
        return SteadyClock(lambda: START + self.uptime + self.off, lambda: self.uptime)


def read_for(machine: Machine, clock: SteadyClock, seconds: float) -> list[float | None]:
    until, found = machine.uptime + seconds, []
    while machine.uptime < until:
        machine.uptime += 5
        found.append(clock.seconds())
    return found


def test_a_clock_that_is_right_all_the_time_is_followed_an_hour_late() -> None:
    machine = Machine()
    clock = machine.clock()
    assert set(read_for(machine, clock, STEADY_SECONDS)) == {None}
    assert read_for(machine, clock, 600)[-1] == START + 600


def test_a_clock_a_year_ahead_for_half_an_hour_changes_nothing() -> None:
    machine = Machine()
    clock = machine.clock()
    read_for(machine, clock, 2 * STEADY_SECONDS)
    machine.off = YEAR
    wrong = read_for(machine, clock, STEADY_SECONDS / 2)
    machine.off = 0
    right = read_for(machine, clock, 2 * STEADY_SECONDS)
    seen = [time for time in (*wrong, *right) if time is not None]
    assert seen == sorted(seen)
    assert max(seen) <= START + machine.uptime


def test_a_clock_that_is_wrong_when_the_host_starts_deletes_nothing_within_the_hour() -> None:
    machine = Machine(off=YEAR)
    assert set(read_for(machine, machine.clock(), STEADY_SECONDS - 10)) == {None}
