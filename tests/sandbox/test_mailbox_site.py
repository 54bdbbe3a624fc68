from __future__ import annotations

import http.client
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mails import mail, send

from saleor_coaching_plugin.sandbox.mailbox.server import mailbox_server
from saleor_coaching_plugin.sandbox.mailbox.sink import Mailbox
from saleor_coaching_plugin.sandbox.ports import any_free_port
from saleor_coaching_plugin.sandbox.processes import Supervisor
from saleor_coaching_plugin.sandbox.readiness import http_ready

HOSTILE = "<script>alert('x')</script>"
ESCAPED = "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;"


class Site:
    """A mailbox with its pages, and a browser of few words."""

    def __init__(self, mailbox: Mailbox, port: int) -> None:
        self.mailbox = mailbox
        self.port = port

    def get(self, target: str, host: str | None = None) -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", target, headers={"Host": host or f"127.0.0.1:{self.port}"})
        response = connection.getresponse()
        body = response.read().decode(errors="replace")
        connection.close()
        return response, body

    def api(self, query: str = "") -> list[dict[str, Any]]:
        response, body = self.get(f"/api/messages{query}")
        assert response.status == 200
        messages: list[dict[str, Any]] = json.loads(body)["messages"]
        return messages


@pytest.fixture
def site() -> Iterator[Site]:
    with Mailbox() as mailbox:
        server = mailbox_server(mailbox.store, http_port=0, smtp_port=mailbox.smtp_port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield Site(mailbox, server.server_port)
        server.shutdown()
        thread.join()
        server.server_close()


def test_list_shows_newest_first_and_filters_by_recipient(site: Site) -> None:
    _, empty = site.get("/")
    assert "No mail yet" in empty
    send(site.mailbox.smtp_port, mail("jo@client.example", "First"))
    send(site.mailbox.smtp_port, mail("sam@client.example", "Second"))
    response, everything = site.get("/")
    assert response.status == 200
    assert 0 < everything.index("Second") < everything.index("First")
    _, mine = site.get("/?to=jo%40client.example")
    assert "First" in mine
    assert "Second" not in mine
    assert "sam@client.example" in mine  # the column of recipients stays whole


@pytest.mark.parametrize("view", ["html", "text", "links", "headers"])
def test_everything_a_sender_wrote_is_escaped(site: Site, view: str) -> None:
    message = mail("jo@client.example", HOSTILE, HOSTILE, f'<a href="javascript:{HOSTILE}">x</a>')
    message["X-Note"] = HOSTILE
    message.add_attachment(b"x", "application", "pdf", filename=f"{HOSTILE}.pdf")
    send(site.mailbox.smtp_port, message)
    for target in ("/", f"/messages/1?view={view}", f"/?to={HOSTILE.replace('<', '%3C')}"):
        response, body = site.get(target)
        assert response.status == 200
        assert HOSTILE not in body
        assert 'href="javascript:' not in body
        assert "script-src" not in str(response.headers["Content-Security-Policy"])
        assert "default-src 'none'" in str(response.headers["Content-Security-Policy"])
    _, body = site.get(f"/messages/1?view={view}")
    assert ESCAPED in body


def test_html_is_framed_without_scripts_and_its_links_open_new_tabs(site: Site) -> None:
    html = f'<p>Hello</p>{HOSTILE}<a href="http://127.0.0.1:1/x">go</a>'
    send(site.mailbox.smtp_port, mail("jo@client.example", "x", html=html))
    _, body = site.get("/messages/1")
    assert '<iframe sandbox="allow-popups allow-popups-to-escape-sandbox"' in body
    assert 'src="/messages/1/html"' in body
    response, framed = site.get("/messages/1/html")
    policy = str(response.headers["Content-Security-Policy"])
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox;")
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy
    assert framed.startswith('<!doctype html><base target="_blank">')
    assert "<p>Hello</p>" in framed


def test_inline_image_is_shown_and_attachment_downloaded(site: Site) -> None:
    html = '<img src="cid:logo@coach">'
    message = mail("jo@client.example", "x", html=html, images={"logo@coach": b"GIF89a"})
    message.add_attachment(b"<html>", "text", "html", filename="März 25.html")
    send(site.mailbox.smtp_port, message)
    _, framed = site.get("/messages/1/html")
    assert '<img src="/messages/1/parts/2">' in framed
    image, body = site.get("/messages/1/parts/2")
    assert image.headers["Content-Type"] == "image/gif"
    assert body == "GIF89a"
    file, body = site.get("/messages/1/parts/3")
    disposition = file.headers["Content-Disposition"]
    assert disposition == "attachment; filename*=UTF-8''M%C3%A4rz%2025.html"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert body == "<html>"


def test_raw_message_is_what_was_sent_behind_its_envelope(site: Site) -> None:
    message = mail("jo@client.example", "Raw")
    send(site.mailbox.smtp_port, message)
    response, body = site.get("/messages/1/raw")
    assert response.headers["Content-Type"] == "message/rfc822"
    assert body.endswith(message.as_bytes().decode())
    assert body.startswith("X-Mailbox-From: ")


def test_api_lists_what_a_program_needs(site: Site) -> None:
    message = mail("jo@client.example", "Grüße", "Hi", '<a href="http://a.example/t">t</a>')
    message["List-Unsubscribe"] = "<http://a.example/u>"
    message.add_attachment(b"%PDF-1.7", "application", "pdf", filename="a.pdf")
    send(site.mailbox.smtp_port, message)
    send(site.mailbox.smtp_port, mail("sam@client.example", "Other"))
    (found,) = site.api("?to=Jo@client.example")
    assert found["id"] == 1
    assert found["to"] == ["jo@client.example"]
    assert found["subject"] == "Grüße"
    assert found["text"] == "Hi\n"
    assert found["links"] == ["http://a.example/t"]
    assert ["List-Unsubscribe", "<http://a.example/u>"] in found["headers"]
    assert found["date"].endswith("+00:00")
    (attachment,) = found["attachments"]
    assert (attachment["name"], attachment["size"]) == ("a.pdf", 8)
    assert site.get(attachment["url"])[0].status == 200
    assert [entry["subject"] for entry in site.api("?since=1")] == ["Other"]
    assert site.api("?since=2") == []
    assert site.get("/api/messages?since=yesterday")[0].status == 400


@pytest.mark.parametrize(
    "target",
    [
        "/messages/9",
        "/messages/9/html",
        "/messages/9/raw",
        "/messages/1/parts/7",
        "/messages/../000001.eml",
        "/messages/99999999999999999999",
        "/etc/passwd",
    ],
)
def test_what_is_not_there_is_not_found(site: Site, target: str) -> None:
    send(site.mailbox.smtp_port, mail("jo@client.example", "x"))
    assert site.get(target)[0].status == 404


def test_another_name_for_loopback_is_refused(site: Site) -> None:
    send(site.mailbox.smtp_port, mail("jo@client.example", "Secret link"))
    response, body = site.get("/", host="rebound.evil.example")
    assert response.status == 403
    assert "Secret link" not in body
    assert site.get("/", host="localhost")[0].status == 200


def test_runs_as_a_process_of_its_own(tmp_path: Path) -> None:
    smtp_port, http_port = any_free_port(), any_free_port()
    command = [sys.executable, "-m", "saleor_coaching_plugin.sandbox.mailbox"]
    ports = [f"--smtp-port={smtp_port}", f"--http-port={http_port}"]
    with Supervisor(log_dir=tmp_path / "logs") as supervisor:
        child = supervisor.start(
            "mailbox",
            [*command, *ports, f"--dir={tmp_path / 'mails'}"],
            ready=http_ready(f"http://127.0.0.1:{http_port}/"),
        )
        send(smtp_port, mail("jo@client.example", "x"))
        assert (tmp_path / "mails" / "000001.eml").exists()
        assert f"http://127.0.0.1:{http_port}/" in child.log_tail()
