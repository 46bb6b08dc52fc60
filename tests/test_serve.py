"""The endpoint, in process: the labels of the command, errors as problem details, limits that hold."""

import pytest
from fastapi.testclient import TestClient

from pipeline.serve.app import create_app
from pipeline.serve.limits import Limits

MESSAGES = [{"id": "1", "text": "where is my parcel?", "thread": "t", "lang": "en"}, {"id": "2", "text": "我要退款！", "thread": "t"}]


@pytest.fixture(scope="module")
def client(tiny_triage):
    return TestClient(create_app(tiny_triage, limits=Limits(body_bytes=20_000, messages=3, text_chars=5_000)))


def test_the_endpoint_gives_the_records_of_the_library(client, tiny_triage):
    answer = client.post("/v1/label", json={"messages": MESSAGES})
    assert answer.status_code == 200
    expected = [record.to_dict() | {"source": None} for record in tiny_triage.records(MESSAGES)]
    assert [record | {"source": None} for record in answer.json()["results"]] == expected


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (b"{", 400, "not valid JSON"),
        (b"{}", 422, "messages"),
        (b'{"messages": [{"text": ""}]}', 422, "text"),
        (b'{"messages": [{"text": " \\n "}]}', 422, "text"),
        (b'{"messages": [{"text": 5}]}', 422, "text"),
        (b'{"messages": [' + b",".join([b'{"text": "a"}'] * 4) + b"]}", 413, "at most 3"),
        (b'{"messages": [{"text": "' + b"a" * 6_000 + b'"}]}', 413, "characters"),
        (b'{"messages": [{"text": "' + b"a" * 30_000 + b'"}]}', 413, "bytes"),
        (b"[" * 15_000, 400, "body"),
    ],
)
def test_bad_requests_get_the_reason_and_the_server_goes_on(client, body, status, told):
    answer = client.post("/v1/label", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.json()["detail"]
    assert client.get("/healthz").json() == {"status": "ok"}


def test_a_body_without_a_stated_length_is_counted_too(client):
    def parts():
        yield b'{"messages": [{"text": "'
        for _ in range(30):
            yield b"a" * 1_000
        yield b'"}]}'

    assert client.post("/v1/label", content=parts(), headers={"content-type": "application/json"}).status_code == 413


def test_ready_says_which_model(client, taxonomy):
    assert client.get("/readyz").json() | {"version": ""} == {
        "status": "ready",
        "model": "tiny@1",
        "taxonomy": taxonomy.digest,
        "version": "",
    }


def test_with_a_key_every_call_needs_it(tiny_triage):
    guarded = TestClient(create_app(tiny_triage, api_key="open sesame"))
    assert guarded.post("/v1/label", json={"messages": MESSAGES}).status_code == 401
    assert guarded.post("/v1/label", json={"messages": MESSAGES}, headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert guarded.post("/v1/label", json={"messages": MESSAGES}, headers={"Authorization": "Bearer open sesame"}).status_code == 200
    assert guarded.get("/healthz").status_code == 200


def test_openapi_names_the_calls(client):
    assert {"/v1/label", "/healthz", "/readyz"} <= set(client.get("/openapi.json").json()["paths"])


def test_an_unknown_path_is_a_problem_too(client):
    answer = client.get("/v2/label")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_replies_come_for_customers_and_none_for_the_company(client):
    given = {
        "messages": [{"text": "My lamp came broken. Ruth Adeyemi", "lang": "en"}, {"text": "We are sorry.", "lang": "en", "role": "agent"}]
    }
    first, second = client.post("/v1/reply", json=given).json()["results"]
    assert len(first["suggestions"]) == 3
    assert set(first["suggestions"][0]) >= {"id", "title", "text", "why", "open_slots"}
    assert second["suggestions"] == []


def test_a_draft_is_checked_with_the_spans_of_its_faults(client):
    draft = "Dear customers,\n\nThat is not my problem.\n\nThe team"
    findings = client.post("/v1/check", json={"reply": draft, "lang": "en"}).json()["findings"]
    assert "dont_care" in {finding["rule"] for finding in findings}
    for finding in findings:
        assert finding["span"] is None or draft[finding["start"] : finding["end"]] == finding["span"]


def test_a_thread_has_its_curve(client):
    levels = (1, 3, 2)
    messages = [{"id": str(level), "text": "text", "role": "customer", "labels": {"hostility": level}} for level in levels]
    curve = client.post("/v1/curve", json={"messages": messages}).json()
    assert [message["stage"] for message in curve["messages"]] == ["rational", "peak", "cool_down"]
    assert (curve["take_off"], curve["peak"]) == ("3", "3")
