"""SQL, (forwards, backwards) each, that freezes invoices once numbered, payments, and refunds.

`PAYMENTS_FROZEN` and `REFUNDS_FROZEN` need the functions of `core.immutability` first.
"""

from __future__ import annotations

from saleor_coaching_plugin.core.immutability import frozen_when, only_when

PAYMENTS_FROZEN = frozen_when("coaching_payment", "true", "the money was received")

REFUNDS_FROZEN = only_when(
    "coaching_refund",
    "OLD.status = 'owed' AND to_jsonb(NEW) - ARRAY['status', 'reference', 'sent_at', 'gateway']"
    " = to_jsonb(OLD) - ARRAY['status', 'reference', 'sent_at', 'gateway']",
    "it is a credit note",
)

INVOICES_FROZEN = (
    """
CREATE FUNCTION coaching_invoice_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY[
        'status', 'paid_minor', 'paid_at', 'gateway_reference', 'pay_url', 'order_id'
    ];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.status = 'planned' THEN
            -- Numbered, but no gateway has taken it yet.
            free := free || ARRAY['gateway', 'instructions'];
        END IF;
        IF to_jsonb(NEW) - free = to_jsonb(OLD) - free
            AND (NEW.status <> 'planned' OR OLD.status = 'planned')
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% on % is refused: invoice % has a number', TG_OP, TG_TABLE_NAME, OLD.number
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER coaching_invoice_frozen BEFORE UPDATE OR DELETE ON coaching_invoice
    FOR EACH ROW WHEN (OLD.number IS NOT NULL) EXECUTE FUNCTION coaching_invoice_frozen();
""",
    """
DROP TRIGGER coaching_invoice_frozen ON coaching_invoice;
DROP FUNCTION coaching_invoice_frozen();
""",
)
