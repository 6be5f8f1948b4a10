-- What stands between a person and a message through a channel, for the statements of the engine (`reaching.py`).

-- fragment: consented
-- Of a person `{{person}}`: their consent to `{{purpose}}` through `{{channel}}` is in force.
EXISTS (SELECT 1 FROM consents_consent consent
         WHERE consent.citizen_id = {{person}} AND consent.purpose = {{purpose}}
           AND consent.channel = {{channel}} AND consent.withdrawn_at IS NULL)

-- fragment: suspended
-- Of a person `{{person}}`: their point `{{address}}` of `{{channel}}` takes no more messages.
EXISTS (SELECT 1 FROM suspensions_suspension suspension
         WHERE suspension.citizen_id = {{person}} AND suspension.channel = {{channel}}
           AND suspension.address = {{address}} AND suspension.lifted_at IS NULL)

-- fragment: kept_now
-- The point that the person whose key is `{{person}}` keeps now for `{{channel}}`.
(SELECT CASE {{channel}} {{kept_by_channel}} END FROM people_citizen citizen WHERE citizen.id = {{person}})
