"""Where the holder of a certificate checks it, and finds the keys that sign the ledger."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from saleor_coaching_plugin.evidence.selectors import entry_by_number, public_keys
from saleor_coaching_plugin.evidence.verification import chain_is_intact
from saleor_coaching_plugin.portal.forms.verify import VerifyForm
from saleor_coaching_plugin.portal.html import page, see_other
from saleor_coaching_plugin.portal.security import hosted_page


@hosted_page("GET", "POST")
def verify(request: HttpRequest) -> HttpResponse:
    form = VerifyForm(request.POST) if request.method == "POST" else VerifyForm()
    if form.is_valid():
        return see_other("verify/{number}/{sha256}/".format(**form.cleaned_data))
    context = {"form": form, "keys": public_keys()}
    return page(request, "verify.html", context, status=form.status if form.errors else 200)


@hosted_page("GET")
def certificate(request: HttpRequest, number: str, sha256: str) -> HttpResponse:
    """Says the same of an unknown number and of another text's hash."""
    entry = entry_by_number(number, sha256)
    context = {
        "number": number,
        "sha256": sha256,
        "is_known": entry is not None,
        "is_intact": entry is not None and chain_is_intact(entry.chain),
        "form": VerifyForm(),
        "keys": public_keys(),
    }
    return page(request, "verify.html", context, status=200 if entry else 404)


@hosted_page("GET")
def keys(request: HttpRequest) -> HttpResponse:
    exported = [
        {
            "fingerprint": key.pk,
            "purpose": key.purpose,
            "public_key": key.public_key,
            "certificate": key.certificate or None,
            "created_at": key.created_at.isoformat(),
            "retired_at": key.retired_at.isoformat() if key.retired_at else None,
        }
        for key in public_keys()
    ]
    return JsonResponse({"keys": exported})
