"""What is in a dispute pack, and what it says."""

from __future__ import annotations

import csv
import email
import email.policy
import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import lxml.html
import pytest
from dispute_scene import deal_by_agreement, deal_by_order, json_of, pack_of
from factories.agreements import agreement_drafted
from factories.contracts import BROWSER, text_of
from factories.shop import shop_customer, shop_staff

from saleor_coaching_plugin.agreements.services.countersign import Signer, agreement_countersign
from saleor_coaching_plugin.agreements.services.preview_send import PREVIEW_MAIL
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.commerce.port import Requestor, RequestorKind
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.disputes.folder import PackFolder
from saleor_coaching_plugin.evidence.erasure import ErasureReason, personal_data_erase
from saleor_coaching_plugin.evidence.models import Certificate, LedgerEntry
from saleor_coaching_plugin.evidence.verify.check import bundle_check
from saleor_coaching_plugin.evidence.verify.keys import Trust
from saleor_coaching_plugin.evidence.verify.words import report_lines
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.mail.queue import Mail, mail_queue
from saleor_coaching_plugin.sandbox.shop.models import Order
from saleor_coaching_plugin.sandbox.time_authority.server import TimeAuthority

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement_pack(tmp_path: Path) -> Path:
    return pack_of(deal_by_agreement().number, tmp_path)


def test_the_index_names_what_a_bank_asks_for(agreement_pack: Path) -> None:
    said = _index(agreement_pack)
    assert _field(said, "Customer name") == "Sam Client"
    assert _field(said, "Customer email address") == "sam@client.example"
    assert _field(said, "Customer purchase IP") == "203.0.113.7"
    assert _field(said, "Billing address") == "12 St James's Square, SW1Y 4JH, London, GB"
    assert _field(said, "Product description").startswith("Six sessions, 6 sessions")
    assert "Welcome packet given" in _field(said, "Service date")
    headings = [each.text_content() for each in said.iter("h2")]
    for heading in ("Receipt", "Access activity log", "Customer communication", "Timeline"):
        assert heading in headings


def test_each_file_is_listed_with_its_hash_and_each_link_leads_to_one(
    agreement_pack: Path,
) -> None:
    said = _index(agreement_pack)
    listed = {
        row.xpath("td[1]//text()")[0]: row.xpath("td[3]//text()")[0]
        for row in said.xpath("//h2[.='Files']/following-sibling::div//tbody/tr")
    }
    there = {str(path.relative_to(agreement_pack)) for path in agreement_pack.rglob("*.*")}
    assert set(listed) == there - {"index.html"}
    for name, sha256 in listed.items():
        assert hashlib.sha256((agreement_pack / name).read_bytes()).hexdigest() == sha256
    for link in said.xpath("//a/@href"):
        assert (agreement_pack / unquote(link)).is_file(), link


def test_nothing_is_loaded_from_elsewhere(agreement_pack: Path) -> None:
    for page in agreement_pack.glob("*.html"):
        content = page.read_text(encoding="utf-8")
        assert not re.search(r"(src|href)=\"(https?:)?//|url\(|@import|<script", content), page


def test_the_exact_text_has_the_hash_that_the_ledger_has(agreement_pack: Path) -> None:
    accepted = LedgerEntry.objects.get(kind="agreement_accepted")
    exact = (agreement_pack / "accepted-text-1-exact.html").read_bytes()
    assert hashlib.sha256(exact).hexdigest() in accepted.facts
    page = (agreement_pack / "accepted-text-1.html").read_text(encoding="utf-8")
    assert exact.decode() in page
    assert '<meta charset="utf-8">' in page


def test_the_certificate_is_the_one_that_the_client_has(agreement_pack: Path) -> None:
    (certificate,) = agreement_pack.glob("certificate-*.pdf")
    assert certificate.read_bytes() == bytes(Certificate.objects.get().content)


def test_the_evidence_verifies_with_the_program_alone(agreement_pack: Path) -> None:
    run = subprocess.run(
        [
            *(sys.executable, "-I", str(agreement_pack / "coaching-verify.pyz")),
            str(agreement_pack / "evidence.json"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout == (agreement_pack / "verification.txt").read_text(encoding="utf-8")
    how = (agreement_pack / "HOW-TO-VERIFY.txt").read_text()
    assert "python3 coaching-verify.pyz evidence.json" in how


def test_the_time_authoritys_roots_are_there_to_check_its_stamps(
    tmp_path: Path, time_authority: TimeAuthority
) -> None:
    pack = pack_of(deal_by_agreement().number, tmp_path)
    roots = pack / "time-authority-roots.pem"
    assert roots.read_bytes() == time_authority.signer.root_pem
    report = bundle_check(json_of(pack / "evidence.json"), Trust(roots_pem=roots.read_bytes()))
    assert report.faults == []
    assert "leads up to the roots" in "\n".join(report_lines(report))
    assert f"--roots {roots.name}" in (pack / "HOW-TO-VERIFY.txt").read_text()


def test_a_coachs_signature_is_no_access_of_the_client(tmp_path: Path) -> None:
    agreement = deal_by_agreement()
    text = text_of(agreement)
    staff = Requestor(RequestorKind.STAFF, id=shop_staff()[0].id)
    agreement_countersign(
        agreement_id=agreement.id,
        text_sha256=text.sha256,
        signer=Signer(act=replace(BROWSER, requestor=staff, ip="198.51.100.9")),
        now=utc_now(),
    )
    pack = pack_of(agreement.number, tmp_path)
    assert "198.51.100.9" not in {row["IP"] for row in _table(pack / "access-activity.csv")}
    said = _index(pack)
    assert _field(said, "Customer purchase IP") == "203.0.113.7"
    assert _field(said, "Signed by") == "Alex Morgan"


def test_mails_are_as_they_were_sent_without_their_secret_links(agreement_pack: Path) -> None:
    files = sorted(agreement_pack.glob("mails/*.eml"))
    mails = [
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files
    ]
    logged = MailMessage.objects.exclude(kind="login").order_by("created_at", "id")
    assert [mail["Subject"] for mail in mails] == [mail.subject for mail in logged]
    assert {mail["To"] for mail in mails} >= {"Sam Client <sam@client.example>"}
    for mail, row in zip(mails, logged, strict=True):
        assert row.sent_at is not None
        assert mail["Date"].datetime == row.sent_at.replace(microsecond=0)
        assert mail["Message-ID"].startswith(f"<{row.id}@")
        assert not re.search(r"/a/[\w-]{40,}", str(mail))
    (proposal,) = (mail for mail in mails if mail["Subject"] == "Your agreement, Sam")
    assert "link.invalid" in proposal.get_body(("plain",)).get_content()
    (copy,) = (mail for mail in mails if mail["Subject"].startswith("Your copy of agreement"))
    assert "application/pdf" in {part.get_content_type() for part in copy.walk()}
    states = _table(agreement_pack / "mails.csv")
    assert [row["subject"] for row in states] == [mail["Subject"] for mail in mails]
    assert {row["state"] for row in states} == {"sent"}


def test_previews_are_no_communication_with_the_client(tmp_path: Path) -> None:
    agreement = deal_by_agreement()
    mail_queue(
        Mail(
            key="preview:1",
            kind=PREVIEW_MAIL,
            about=str(agreement.id),
            to_email="alex@coach.example",
            subject="[Preview] Your agreement",
            markdown="x",
            language="en",
        )
    )
    subjects = {row["subject"] for row in _table(pack_of(agreement.number, tmp_path) / "mails.csv")}
    assert "Your agreement, Sam" in subjects
    assert "[Preview] Your agreement" not in subjects


def test_order_invoice_and_payment_are_there_with_their_amounts(agreement_pack: Path) -> None:
    order = json_of(agreement_pack / "order.json")
    assert order["total"] == {"amount": "1500.00", "currency": "EUR"}
    assert [line["product_name"] for line in order["lines"]] == ["Six sessions"]
    (invoice,) = _table(agreement_pack / "invoices.csv")
    assert (invoice["total"], invoice["paid"], invoice["state"]) == ("1500.00", "1500.00", "paid")
    (payment,) = _table(agreement_pack / "payments.csv")
    assert (payment["amount"], payment["reference"]) == ("1500.00", "bank-7")


def test_the_access_log_has_logins_and_work_but_no_answers(agreement_pack: Path) -> None:
    accesses = _table(agreement_pack / "access-activity.csv")
    what = [row["what"] for row in accesses]
    assert what.index("Agreement viewed") < what.index("Agreement accepted")
    assert "Agreement sent" not in what
    assert "Logged in to the client area by mailed link" in what
    assert "Completed “Find a quiet place” of “Welcome”" in what
    (accepted,) = (row for row in accesses if row["what"] == "Agreement accepted")
    assert (accepted["IP"], accepted["browser"]) == ("203.0.113.7", "Tests/1")


def test_the_timeline_is_in_order_and_tells_each_thing_once(agreement_pack: Path) -> None:
    events = _table(agreement_pack / "timeline.csv")
    times = [event["time (UTC)"] for event in events]
    assert times == sorted(times)
    what = [event["what"] for event in events]
    for once in ("Agreement sent", "Agreement accepted", "Enrolled in the sequence “New client”"):
        assert what.count(once) == 1
    assert what.index("Agreement sent") < what.index("Agreement accepted")
    assert any(each.startswith("Payment received for invoice") for each in what)


def test_times_are_utc_wherever_the_server_is(tmp_path: Path, settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    agreement = deal_by_agreement()
    assert agreement.accepted_at is not None
    accepted = agreement.accepted_at.astimezone(UTC)
    pack = pack_of(agreement.number, tmp_path)
    said = " ".join(_index(pack).text_content().split())
    assert f"on {accepted:%Y-%m-%d} at {accepted:%H:%M:%S} UTC" in said
    text = (pack / "accepted-text-1.html").read_text(encoding="utf-8")
    assert f"Accepted {accepted:%Y-%m-%d %H:%M:%S} UTC" in text
    (row,) = (r for r in _table(pack / "timeline.csv") if r["what"] == "Agreement accepted")
    assert row["time (UTC)"] == f"{accepted:%Y-%m-%d %H:%M:%S}"


def test_a_deal_that_began_in_a_checkout_has_its_terms_and_its_order(tmp_path: Path) -> None:
    order = deal_by_order()
    pack = pack_of(order.number, tmp_path)
    said = _index(pack)
    assert _field(said, "Customer email address") == "ada@client.example"
    assert _field(said, "Product description") == "Workbook, 2 at €49.00"
    assert json_of(pack / "order.json")["number"] == order.number
    kinds = {entry["kind"] for entry in json_of(pack / "evidence.json")["entries"]}
    assert kinds == {"checkout_terms_accepted", "acceptance_bound_to_order"}
    assert b"Workbook" in (pack / "accepted-text-1-exact.html").read_bytes()


def test_a_buyer_with_an_account_is_named(tmp_path: Path) -> None:
    order = deal_by_order(shop_customer("ada@client.example").id)
    said = _index(pack_of(order.number, tmp_path))
    assert _field(said, "Customer name") == "Ada Lovelace"
    assert "see the order in the shop" in _field(said, "Billing address")


def test_a_guest_whose_name_nobody_recorded_has_none(tmp_path: Path) -> None:
    said = _index(pack_of(deal_by_order().number, tmp_path))
    assert _field(said, "Customer name") == "not recorded"


@pytest.mark.parametrize("named_by", ["agreement", "invoice", "order"])
def test_any_of_its_numbers_leads_to_the_deal(tmp_path: Path, named_by: str) -> None:
    agreement = deal_by_agreement()
    number = {
        "agreement": agreement.number.lower(),
        "invoice": Invoice.objects.get(agreement=agreement).number,
        "order": f"#{_order_number()}",
    }[named_by]
    pack = pack_of(str(number), tmp_path)
    assert json_of(pack / "evidence.json")["entries"][0]["chain"] == f"agreement:{agreement.id}"


def test_another_deals_mails_and_records_stay_out(tmp_path: Path) -> None:
    agreement = deal_by_agreement()
    deal_by_order()
    pack = pack_of(agreement.number, tmp_path)
    everything = b"".join(path.read_bytes() for path in pack.rglob("*.*"))
    assert b"sam@client.example" in everything
    assert b"ada@client.example" not in everything


def test_what_was_never_accepted_says_so(tmp_path: Path) -> None:
    pack = pack_of(agreement_drafted().number, tmp_path)
    said = _index(pack).text_content()
    assert "No acceptance is recorded for this deal." in said
    assert "No order was made." in said
    assert "sam@client.example" in said
    assert not list(pack.glob("certificate*"))


def test_an_order_that_the_shop_has_forgotten_says_so(tmp_path: Path, settings: Any) -> None:
    agreement = deal_by_agreement()
    agreement.order_id = "T3JkZXI6OTk5OTk5"
    agreement.save(update_fields=["order_id"])
    pack = pack_of(agreement.number, tmp_path)
    assert "The shop no longer tells of the order." in _index(pack).text_content()
    assert not (pack / "order.json").exists()


def test_erased_personal_data_is_said_to_be_erased(tmp_path: Path, settings: Any) -> None:
    settings.COACHING_EVIDENCE_YEARS = -1
    agreement = deal_by_agreement()
    erased = personal_data_erase(
        reason=ErasureReason.REQUESTED, by="tests", now=utc_now(), email="sam@client.example"
    )
    assert erased.kept == []
    pack = pack_of(agreement.number, tmp_path)
    said = _index(pack).text_content()
    assert "The personal data of this entry was erased on" in said
    assert "None: The personal data in it was erased." in said
    assert not list(pack.glob("accepted-text*")) + list(pack.glob("certificate*"))
    assert "erased" in (pack / "verification.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("start", ["=", " =", "\n=", "\t+", "\uff1d", "@", "-"])
def test_no_cell_is_a_formula(tmp_path: Path, start: str) -> None:
    with PackFolder(tmp_path / "pack", zipped=False) as folder:
        folder.add_table("t.csv", ["a"], [[f"{start}HYPERLINK(1)"], ["a=b"]], "a table")
        pack = folder.finish()
    assert [row["a"] for row in _table(pack / "t.csv")] == [f"'{start}HYPERLINK(1)", "a=b"]


def test_a_clients_words_are_no_formula_and_no_markup(tmp_path: Path) -> None:
    agreement = deal_by_agreement()
    MailMessage.objects.filter(kind="proposal").update(subject="=1+1<b>x</b>")
    pack = pack_of(agreement.number, tmp_path)
    subjects = [row["subject"] for row in _table(pack / "mails.csv")]
    assert "'=1+1<b>x</b>" in subjects
    assert "=1+1&lt;b&gt;x&lt;/b&gt;" in (pack / "index.html").read_text(encoding="utf-8")
    assert (pack / "mails" / "01-1-1-b-x-b.eml").is_file()


def test_only_its_owner_may_open_it(agreement_pack: Path) -> None:
    modes = {path.stat().st_mode & 0o777 for path in agreement_pack.rglob("*") if path.is_dir()} | {
        agreement_pack.stat().st_mode & 0o777
    }
    assert modes == {0o700}
    assert {p.stat().st_mode & 0o777 for p in agreement_pack.rglob("*.*")} == {0o600}


def test_making_it_twice_changes_no_record(tmp_path: Path) -> None:
    agreement = deal_by_agreement()
    first, second = (tmp_path / name for name in ("one", "two"))
    for folder in (first, second):
        os.mkdir(folder)
    packs = [pack_of(agreement.number, folder) for folder in (first, second)]
    for name in ("evidence.json", "timeline.csv", "mails.csv", "order.json"):
        assert (packs[0] / name).read_bytes() == (packs[1] / name).read_bytes()


def _order_number() -> str:
    return str(Order.objects.get().number)


def _index(pack: Path) -> Any:
    return lxml.html.fromstring((pack / "index.html").read_bytes())


def _field(said: Any, name: str) -> str:
    (term,) = said.xpath(f"//dt[.='{name}']")
    return " ".join(term.getnext().text_content().split())


def _table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
