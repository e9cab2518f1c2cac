"""What functions answer: the same as in the execution that was recorded, by function and payload, in order."""

from __future__ import annotations

import json
import re
import threading
from collections import defaultdict, deque
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.workflow.second_interpreter.replay import canonical

Call = tuple[str, str]
"""A function's name and its payload as canonical JSON, without what differs by engine."""

_LAST_PART = re.compile(r"([A-Za-z]+)(:\$LATEST|:live)?$")


class AnswerServer:
    """An HTTP server on this machine; `calls` are those of the execution that was told last.

    `to_be_stopped` is set when an execution that was stopped where it was recorded waits where it was stopped.
    """

    def __init__(self) -> None:
        self.to_be_stopped = threading.Event()
        self.calls: list[Call] = []
        self._answers: dict[Call, deque[Mapping[str, Any]]] = {}
        self._states: Any = None
        self._stopped = False
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self._answer))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> AnswerServer:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def tell(self, told: Mapping[str, Any], states: Any) -> None:
        """Answer as in this recording; `states` is the client that answers task tokens."""
        self.calls, self._states, self._stopped = [], states, told["stopped"]
        self.to_be_stopped.clear()
        self._answers = answers_by_call(told)

    def _answer(self, function: str, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        with self._lock:
            asked = call(function, payload)
            self.calls.append(asked)
            waiting = self._answers.get(asked)
            answer = waiting.popleft() if waiting else {"error": "NotAsked", "cause": f"nobody asked for {asked}"}
        if self._stopped and answer.get("error") == "NotAsked":
            self.to_be_stopped.set()
            return {"output": {}}
        if "task_token" not in payload:
            return answer
        if "error" in answer:
            self._states.send_task_failure(taskToken=payload["task_token"], **answer)
        else:
            self._states.send_task_success(taskToken=payload["task_token"], output=json.dumps(answer["output"]))
        return {"output": {}}


def answers_by_call(told: Mapping[str, Any]) -> dict[Call, deque[Mapping[str, Any]]]:
    """The recorded answers of all states, in order; what Step Functions wraps around an answer is taken off."""
    found: dict[Call, deque[Mapping[str, Any]]] = defaultdict(deque)
    for by_parameters in told["answers"].values():
        for parameters, answers in by_parameters.items():
            asked = json.loads(parameters)
            key = call(function_of(asked["FunctionName"]), asked["Payload"])
            found[key].extend(_unwrapped(answer) for answer in answers)
    return dict(found)


def call(function: str, payload: Mapping[str, Any]) -> Call:
    """The call as it is compared: without the token and the ARN of the execution, which each engine makes itself."""
    return function, comparable({name: value for name, value in payload.items() if name != "execution_arn"})


def comparable(value: Any) -> str:
    """Canonical JSON in which the cause of an error is its message: what is around that is each engine's own."""
    return canonical(_with_messages(value))


def message_of(cause: str) -> str:
    """The message of an error's cause, which of a function's error is JSON."""
    try:
        said = json.loads(cause)
    except ValueError:
        return cause
    return str(said.get("errorMessage", cause)) if isinstance(said, dict) else cause


def _with_messages(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: message_of(part) if name == "Cause" else _with_messages(part) for name, part in value.items()}
    return [_with_messages(part) for part in value] if isinstance(value, list) else value


def function_of(name: str) -> str:
    """A function's own name, from that or from an ARN."""
    found = _LAST_PART.search(name)
    if not found:
        raise ValueError(f"{name!r} names no function")
    return found[1]


def _unwrapped(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    if "error" in answer:
        return {"error": answer["error"], "cause": message_of(answer["cause"])}
    output = answer.get("output")
    if isinstance(output, dict) and {"Payload", "StatusCode"} <= set(output):
        return {"output": output["Payload"]}
    return answer


def _handler(answer: Any) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
            body = json.dumps(answer(asked["function"], asked["payload"])).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
