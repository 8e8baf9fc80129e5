"""Runs schemathesis as each role of one company on the server at E2E_BASE_URL."""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

BASE = os.environ["E2E_BASE_URL"]
EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "8")
SEED = os.environ.get("SCHEMATHESIS_SEED", "1")
# Each ends the session that the rest of the run needs.
EXCLUDED = ["sign_out", "sign_out_everywhere", "change_password"]
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def main() -> int:
    people = {role: sign_up(role) for role in ("owner", "editor", "reader")}
    owner = people["owner"]
    for role in ("editor", "reader"):
        owner.call("POST", f"/companies/{owner.company}/members", {"email": people[role].email, "role": role})
    owner.call("POST", f"/companies/{owner.company}/demo-portfolio", {})
    return max(fuzz(role, person, owner) for role, person in people.items())


class Person:
    def __init__(self, email: str, cookie: str, me: dict):
        self.email = email
        self.company = me["memberships"][0]["company_id"]
        self.headers = {"Cookie": cookie, "Origin": BASE, "X-CSRF-Token": me["csrf_token"]}

    def call(self, method: str, path: str, body: dict) -> None:
        send(method, path, body, self.headers)


def sign_up(role: str) -> Person:
    name = f"{role}-{secrets.token_hex(6)}"
    body = {
        "company_name": f"{role.title()} AB",
        "org_number": org_number(),
        "name": role.title(),
        "email": f"{name}@example.test",
        "password": f"plommon {secrets.token_hex(8)} segelduk",
    }
    response = send("POST", "/accounts", body, {"Origin": BASE})
    cookie = response.headers["Set-Cookie"].split(";")[0]
    return Person(body["email"], cookie, json.load(response))


def send(method: str, path: str, body: dict, headers: dict):
    request = urllib.request.Request(f"{BASE}/api/v1{path}", json.dumps(body).encode(), method=method)
    for header, value in {"Content-Type": "application/json", **headers}.items():
        request.add_header(header, value)
    return urllib.request.urlopen(request)


def org_number() -> str:
    # A third digit of at least 2 tells a company from a person.
    digits = [5, 5, 2 + secrets.randbelow(8), *(secrets.randbelow(10) for _ in range(6))]
    weighted = [digit * (2 - index % 2) for index, digit in enumerate(digits)]
    digits.append(-sum(value // 10 + value % 10 for value in weighted) % 10)
    text = "".join(map(str, digits))
    return f"{text[:6]}-{text[6:]}"


# What the document's every field and bound gives is the same for each role, so one walks through all of it; the
# examples and the made-up requests are sent as each.
PHASES = {"owner": "examples,coverage,fuzzing", "editor": "examples,fuzzing", "reader": "examples,fuzzing"}


def fuzz(role: str, person: Person, owner: Person) -> int:
    tool = Path(sys.executable).with_name("schemathesis")
    document = Path("openapi.yaml").resolve()
    with tempfile.TemporaryDirectory() as work:
        config = Path(work, "schemathesis.toml")
        # A made-up company is 404 at once and would test nothing behind it.
        config.write_text(f'[parameters]\ncompany_id = "{owner.company}"\n')
        command = [tool, f"--config-file={config}", "run", document, f"--url={BASE}", f"--checks={CHECKS}"]
        command += [f"--phases={PHASES[role]}", f"--max-examples={EXAMPLES}", f"--seed={SEED}", "--no-shrink", "--workers=2"]
        command += ["--continue-on-failure", "--suppress-health-check=all", "--warnings=off", "--no-color"]
        command += [f"--exclude-operation-id={operation}" for operation in EXCLUDED]
        command += [f"--header={name}: {value}" for name, value in person.headers.items()]
        print(f"\nas {role}", flush=True)
        # It keeps what it found beside where it runs.
        return subprocess.run(command, check=False, cwd=".dev").returncode


if __name__ == "__main__":
    sys.exit(main())
