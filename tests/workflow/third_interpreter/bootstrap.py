"""A runtime of Lambda in place of every stage: it asks the test what to answer, and says errors by their name.

MiniStack runs it as the `bootstrap` of a runtime of one's own; its Python runtime calls every error a HandlerError.
"""

from __future__ import annotations

import json
import os
import urllib.request
from typing import Any


def main() -> None:
    """Answer one call after the other."""
    calls = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime/invocation"
    while True:
        with urllib.request.urlopen(f"{calls}/next") as given:
            call, payload = given.headers["Lambda-Runtime-Aws-Request-Id"], json.load(given)
        asked = {"function": os.environ["AWS_LAMBDA_FUNCTION_NAME"], "payload": payload}
        answer = json.loads(_sent(os.environ["ANSWERS_URL"], asked))
        if "error" in answer:
            _sent(f"{calls}/{call}/error", {"errorType": answer["error"], "errorMessage": answer["cause"]})
        else:
            _sent(f"{calls}/{call}/response", answer["output"])


def _sent(url: str, value: Any) -> bytes:
    with urllib.request.urlopen(url, json.dumps(value).encode()) as response:
        answer: bytes = response.read()
        return answer


if __name__ == "__main__":
    main()
