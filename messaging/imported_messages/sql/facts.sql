-- What organizations' systems are notified of the conversations of the dossiers that they put (`facts.py`).

-- name: messages
-- Find the messages that the person wrote, or somebody in her name.
--
-- Inputs: oldest timestamptz.
-- Result: subscription_id, subject_id (the message), reference (the number of the dossier), event, at.
SELECT subscription.id AS subscription_id, message.id AS subject_id, imported.number AS reference,
       'dossier.message' AS event, message.sent_at AS at
  FROM webhooks_subscription subscription
  JOIN imported_dossiers_importeddossier imported
    ON imported.organization_id = subscription.organization_id AND imported.dossier_id IS NOT NULL
  JOIN threads_thread thread ON thread.dossier_id = imported.dossier_id AND thread.last_message_at >= %(oldest)s
  JOIN threads_message message ON message.thread_id = thread.id AND message.sent_at >= %(oldest)s
 WHERE subscription.revoked_at IS NULL AND 'dossier.message' = ANY (subscription.events)
   AND message.author_kind = 'citizen' AND message.sent_at >= subscription.made_at
