"""`--script`: a file in any usual encoding; what is not spoken is left out, and people read what will be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.api_stub import JOB, Answering, a_job
from tests.unit.cli.conftest import Run


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_script_in_any_usual_encoding_is_sent_as_text(
    encoding: str, server: Answering, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "ad.txt"
    file.write_bytes("# Café\n\nNARRATOR: Le café est prêt.".encode(encoding))
    server.will(202, {"job_id": JOB})
    server.will(200, a_job(status="completed"))
    ended = run("script", "--script", str(file), "--duration", "6")
    assert "Not spoken of --script: # Café; NARRATOR:" in ended.stderr
    assert "Spoken: Le café est prêt." in ended.stderr
    assert json.loads(server.asked[0][3])["script_text"] == "Le café est prêt."


def test_a_word_file_is_refused_with_what_to_do(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "ad.txt"
    file.write_bytes(b"PK\x03\x04word/document.xml")
    ended = run("generate", "--script", str(file))
    assert ended.exit_code == 2
    assert "--script: The script is a Word or OpenDocument file; save it as plain text in UTF-8" in ended.stderr
