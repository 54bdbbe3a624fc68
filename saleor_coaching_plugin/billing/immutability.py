"""SQL, (forwards, backwards) each, that freezes invoices once numbered, and payments.

`PAYMENTS_FROZEN` needs `core.immutability.REFUSE_FUNCTION` first.
"""

from __future__ import annotations

from saleor_coaching_plugin.core.immutability import frozen_when

PAYMENTS_FROZEN = frozen_when("coaching_payment", "true", "the money was received")

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
