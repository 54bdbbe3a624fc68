"""Where Stripe reports. It only translates: whatever else fails is a 500, and Stripe tries again.

https://docs.stripe.com/webhooks
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode
from saleor_coaching_plugin.billing.services.gateway_events import gateway_event_receive
from saleor_coaching_plugin.core.clock import utc_now


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    try:
        gateway_event_receive(
            gateway_name="stripe", body=request.body, headers=request.headers, now=utc_now()
        )
    except BillingError as refusal:
        if refusal.code != BillingErrorCode.SIGNATURE_INVALID:
            raise
        return HttpResponse(refusal.message, status=400, content_type="text/plain")
    return HttpResponse(status=200)
