"""schemathesis on the server's own description: whatever it thinks of, no 5xx, and answers as described."""

from __future__ import annotations

import httpx
import pytest
from serving import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(480)]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("class"), "--seed", "5", unlimited=True)
    yield made
    made.stop()


@pytest.mark.parametrize("who", ["nobody", "student", "facilitator"])
def test_no_call_breaks_the_server(server, http, who):
    import schemathesis
    from hypothesis import HealthCheck, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

    token = {
        "nobody": None,
        "student": http("POST", "/api/join", {"code": server.code, "name": f"Schema {who}", "role": "iran"})
        .json()
        .get("token"),
        "facilitator": server.console,
    }[who]
    if who == "student":  # so that its calls reach an open turn, not only a lobby
        assert http("POST", "/api/console/start", {}, server.console).status_code == 200
    schema = schemathesis.openapi.from_dict(httpx.get(f"{server.url}/api/openapi.json").json())
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    seen = set()

    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @schemathesis_given(operation)
        def one(case):
            run_case(
                case,
                server,
                headers,
                who,
                seen,
                not_a_server_error,
                status_code_conformance,
                response_schema_conformance,
            )

        one()
    assert len({path for path, _ in seen}) > 25
    print(sorted(seen))
    assert http("GET", "/api/hello").status_code == 200


def schemathesis_given(operation):
    from hypothesis import given

    return given(case=operation.as_strategy())


def run_case(case, server, headers, who, seen, *checks):
    if case.path == "/api/events":
        case.query = {"after": 1}  # so that it does not wait for news
    if who == "facilitator" and case.path in ("/api/console/open", "/api/console/token"):
        return
    response = case.call(base_url=server.url, headers=headers, timeout=15)
    seen.add((case.path, response.status_code))
    case.validate_response(response, checks=list(checks))
