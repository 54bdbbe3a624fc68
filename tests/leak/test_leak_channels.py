"""Ways out of the system: a new one is to be searched here too."""

from __future__ import annotations

import pkgutil

from saleor_coaching_plugin import webhooks
from saleor_coaching_plugin.bootstrap import SUBSCRIPTIONS

SEARCHED = {
    "agreements",
    "billing",
    "checkout",
    "evidence",
    "mail",
    "portal",
    "seats",
    "sequences",
}


def test_events_go_to_those_domains_alone_whose_mails_pages_and_files_are_searched() -> None:
    handlers = [each for listed in SUBSCRIPTIONS.values() for each in listed]
    assert {each.__module__.split(".")[1] for each in handlers} == SEARCHED


def test_there_are_no_webhooks_to_subscribers_whose_bytes_would_have_to_be_searched() -> None:
    assert [module.name for module in pkgutil.iter_modules(webhooks.__path__)] == ["stripe"]
