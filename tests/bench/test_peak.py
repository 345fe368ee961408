"""What a benchmark tells of memory is that of the process it measures."""

import subprocess
import sys

from bench.peak import forget_peak, peak_megabytes

TOLD = "from bench.peak import peak_megabytes; print(peak_megabytes())"


def test_a_peak_stays_until_it_is_forgotten() -> None:
    forget_peak()
    before = peak_megabytes()
    held = bytearray(b"x") * (64 << 20)
    assert peak_megabytes() >= before + 60
    del held
    assert peak_megabytes() >= before + 60


def test_a_process_does_not_begin_with_the_memory_of_the_one_that_started_it() -> None:
    held = bytearray(b"x") * (256 << 20)
    told = subprocess.run([sys.executable, "-c", TOLD], capture_output=True, text=True, check=True)
    assert float(told.stdout) < len(held) / 2**20
