"""Both vendors' libraries are loaded for the first time by two threads at once, and neither sees a half-loaded one."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import threading
from omnigen.errors import ProviderError
from omnigen.providers.openai import OpenAIAccount
from omnigen.providers.replicate import ReplicateAccount

openai = OpenAIAccount(lambda: "key", "http://127.0.0.1:9/v1")
replicate = ReplicateAccount(lambda: "key", "http://127.0.0.1:9")
barrier, ended = threading.Barrier(4), []

def ask(send):
    barrier.wait()
    try:
        send()
    except ProviderError as error:
        ended.append(type(error).__name__)
    except BaseException as error:
        ended.append(repr(error))

sends = [
    lambda: openai.request("m", lambda client: client.models.retrieve("m"), seconds=5.0),
    lambda: replicate.request("GET", "/v1/predictions", about="predictions", seconds=5.0),
]
threads = [threading.Thread(target=ask, args=(send,)) for send in sends * 2]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(set(ended)))
"""


def test_two_vendors_are_asked_for_the_first_time_by_threads_at_once() -> None:
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-B", "-c", PROGRAM], capture_output=True, text=True, timeout=120, check=True
        )
        assert done.stdout.strip() == "['ProviderUnavailable']", done.stdout + done.stderr
