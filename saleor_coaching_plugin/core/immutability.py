"""Triggers that refuse to change what must stand, whoever asks, also in plain SQL."""

from __future__ import annotations

REFUSE_FUNCTION = """
CREATE FUNCTION coaching_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0]
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
DROP_REFUSE_FUNCTION = "DROP FUNCTION coaching_refuse();"

# An empty table may be emptied: test suites around us do that to every table after each test.
REFUSE_LOSS_FUNCTION = """
CREATE FUNCTION coaching_refuse_loss() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    has_rows boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I)', TG_TABLE_SCHEMA, TG_TABLE_NAME)
        INTO has_rows;
    IF has_rows THEN
        RAISE EXCEPTION '% on % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0]
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""
DROP_REFUSE_LOSS_FUNCTION = "DROP FUNCTION coaching_refuse_loss();"


def append_only(table: str) -> tuple[str, str]:
    """SQL (forwards, backwards) that refuses UPDATE, DELETE and the TRUNCATE of rows."""
    return (
        f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION coaching_refuse('it is append-only');"
        f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION coaching_refuse_loss('it is append-only');",
        f"DROP TRIGGER {table}_rows ON {table}; DROP TRIGGER {table}_whole ON {table};",
    )


def frozen_when(table: str, condition: str, reason: str) -> tuple[str, str]:
    """SQL (forwards, backwards) that refuses UPDATE and DELETE of rows where `condition` held."""
    return (
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION coaching_refuse('{reason}');",
        f"DROP TRIGGER {table}_frozen ON {table};",
    )


def only_when(table: str, allowed: str, reason: str) -> tuple[str, str]:
    """SQL (forwards, backwards) that refuses DELETE, TRUNCATE of rows, and UPDATEs but `allowed`.

    `allowed` is a condition over OLD and NEW.
    """
    return (
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} "
        f"FOR EACH ROW WHEN (NOT coalesce(({allowed}), false)) "
        f"EXECUTE FUNCTION coaching_refuse('{reason}');"
        f"CREATE TRIGGER {table}_rows BEFORE DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION coaching_refuse('{reason}');"
        f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION coaching_refuse_loss('{reason}');",
        f"DROP TRIGGER {table}_kept ON {table}; DROP TRIGGER {table}_rows ON {table}; "
        f"DROP TRIGGER {table}_whole ON {table};",
    )
