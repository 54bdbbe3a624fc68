"""SQL of the triggers that freeze a published sequence version with its steps.

It needs `core.immutability.REFUSE_FUNCTION` first.
"""

from __future__ import annotations

from saleor_coaching_plugin.core.immutability import frozen_when

_freeze_versions, _thaw_versions = frozen_when(
    "coaching_sequenceversion", "OLD.status = 'published'", "it is published"
)

_FREEZE_STEPS = """
CREATE FUNCTION coaching_step_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched uuid[] := CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.version_id]
        WHEN 'DELETE' THEN ARRAY[OLD.version_id]
        ELSE ARRAY[OLD.version_id, NEW.version_id]
    END;
    found text;
BEGIN
    -- FOR SHARE waits for a publication under way instead of overlooking it.
    FOR found IN SELECT status FROM coaching_sequenceversion WHERE id = ANY (touched) FOR SHARE
    LOOP
        IF found = 'published' THEN
            RAISE EXCEPTION '% on % is refused: its version is published', TG_OP, TG_TABLE_NAME
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER coaching_step_frozen BEFORE INSERT OR UPDATE OR DELETE ON coaching_step
    FOR EACH ROW EXECUTE FUNCTION coaching_step_frozen();
"""

_THAW_STEPS = """
DROP TRIGGER coaching_step_frozen ON coaching_step;
DROP FUNCTION coaching_step_frozen();
"""

IMMUTABLE_SQL = _freeze_versions + _FREEZE_STEPS
IMMUTABLE_REVERSE_SQL = _THAW_STEPS + _thaw_versions
