"""The database itself keeps the ledger: no row leaves, and a row changes once, from given to withdrawn."""

SQL = """
CREATE OR REPLACE FUNCTION portal_consent_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL
       OR (to_jsonb(NEW) - '{withdrawn_at,withdrawn_by_id,withdrawn_how}'::text[])
          IS DISTINCT FROM (to_jsonb(OLD) - '{withdrawn_at,withdrawn_by_id,withdrawn_how}'::text[]) THEN
        RAISE EXCEPTION 'the consent ledger is only added to' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER portal_consent_guard BEFORE UPDATE OR DELETE ON portal_consent
    FOR EACH ROW EXECUTE FUNCTION portal_consent_guard();
"""

REVERSE_SQL = """
DROP TRIGGER IF EXISTS portal_consent_guard ON portal_consent;
DROP FUNCTION IF EXISTS portal_consent_guard();
"""
