"""The database itself keeps the ledger: a row changes once, from given to withdrawn, and leaves only once the account
of its person is erased (seven years after: `Consent.Privacy`)."""

SQL = """
CREATE OR REPLACE FUNCTION consents_consent_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT 1 FROM people_citizen citizen JOIN people_user login ON login.id = citizen.user_id
         WHERE citizen.id = OLD.citizen_id AND login.erased_at IS NOT NULL) THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL
       OR (to_jsonb(NEW) - '{withdrawn_at,withdrawn_by_id,withdrawn_how}'::text[])
          IS DISTINCT FROM (to_jsonb(OLD) - '{withdrawn_at,withdrawn_by_id,withdrawn_how}'::text[]) THEN
        RAISE EXCEPTION 'the consent ledger is only added to' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consents_consent_guard BEFORE UPDATE OR DELETE ON consents_consent
    FOR EACH ROW EXECUTE FUNCTION consents_consent_guard();
"""

REVERSE_SQL = """
DROP TRIGGER IF EXISTS consents_consent_guard ON consents_consent;
DROP FUNCTION IF EXISTS consents_consent_guard();
"""
