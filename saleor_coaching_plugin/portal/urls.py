"""Routes of the hosted pages, relative to wherever the plugin is served."""

from __future__ import annotations

from django.urls import path, re_path

from .views import (
    agreement,
    amendment,
    buy,
    certificate,
    home,
    invoices,
    login,
    order_terms,
    packets,
    pay,
    preview,
    static,
    verify,
)

SLUG = r"^buy/(?P<slug>[-\w]+)/"

urlpatterns = [
    path("static/<str:name>", static.asset),
    path("a/<str:token>/", agreement.agreement),
    path("a/<str:token>/accept/", agreement.accept),
    path("a/<str:token>/decline/", agreement.decline),
    path("a/<str:token>/changes/", agreement.changes),
    path("a/<str:token>/amendment/accept/", amendment.accept),
    path("a/<str:token>/amendment/decline/", amendment.decline),
    path("preview/<str:token>/", preview.preview),
    path("i/<str:token>/", invoices.invoice_linked),
    path("t/<str:token>/", order_terms.order_terms),
    path("t/<str:token>/accept/", order_terms.accept),
    path("verify/", verify.verify),
    path("verify/keys.json", verify.keys),
    path("verify/<str:number>/<str:sha256>/", verify.certificate),
    path("products/", buy.products),
    path("buy/return/", pay.gateway_return),
    re_path(SLUG + "$", buy.product),
    re_path(SLUG + "terms/$", buy.terms),
    re_path(SLUG + "pay/$", pay.pay),
    path("portal/", home.home),
    path("portal/thank-you/", pay.thank_you),
    path("portal/login/", login.login),
    path("portal/login/<str:token>/", login.login_link),
    path("portal/logout/", login.logout),
    path("portal/agreements/<uuid:party_id>/", certificate.agreement),
    path("portal/agreements/<uuid:party_id>/certificate.pdf", certificate.agreement_pdf),
    path("portal/purchases/<uuid:purchase_id>/", certificate.purchase),
    path("portal/purchases/<uuid:purchase_id>/certificate.pdf", certificate.purchase_pdf),
    path("portal/invoices/<uuid:invoice_id>/", invoices.invoice),
    path("portal/invoices/<uuid:invoice_id>/pay/", invoices.pay),
    path("portal/packets/<uuid:assignment_id>/", packets.packet),
    path("portal/packets/<uuid:assignment_id>/complete/", packets.complete),
    path("portal/packets/<uuid:assignment_id>/items/<uuid:item_id>/", packets.item),
    path("portal/packets/<uuid:assignment_id>/items/<uuid:item_id>/file/", packets.file),
]
