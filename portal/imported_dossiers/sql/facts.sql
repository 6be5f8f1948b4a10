-- What organizations' systems are notified of the dossiers that they put (`facts.py`).

-- fragment: watched
-- Each subscription to an event with the dossiers of its organization that are open on the portal.
FROM webhooks_subscription subscription
  JOIN imported_dossiers_importeddossier imported
    ON imported.organization_id = subscription.organization_id AND imported.dossier_id IS NOT NULL
 WHERE subscription.revoked_at IS NULL

-- name: linked
-- Find the dossiers that waited and that their person's number opened.
--
-- Result: subscription_id, subject_id (what was put), reference (the number of the dossier), event, at.
SELECT subscription.id AS subscription_id, imported.id AS subject_id, imported.number AS reference,
       'dossier.linked' AS event, imported.linked_at AS at
  {{watched}} AND 'dossier.linked' = ANY (subscription.events) AND imported.linked_at >= subscription.made_at
   AND imported.linked_at >= %(oldest)s

-- name: documents
-- Find the documents that the person gave in a dossier and that were checked.
--
-- Result: the same; subject_id is the document.
SELECT subscription.id AS subscription_id, document.id AS subject_id, imported.number AS reference,
       'dossier.document' AS event, document.screened_at AS at
  FROM documents_document document
  JOIN imported_dossiers_importeddossier imported ON imported.dossier_id = document.dossier_id
  JOIN webhooks_subscription subscription
    ON subscription.organization_id = imported.organization_id AND subscription.revoked_at IS NULL
   AND 'dossier.document' = ANY (subscription.events)
 WHERE document.origin = 'citizen' AND document.state = 'available' AND document.screened_at >= subscription.made_at
   AND document.received_at >= %(oldest)s
