-- Whether a reminder is still worth telling, for the statements that plan, release, claim and send (`wanted.py`).

-- fragment: state_of_moment
-- Of a step's `{{moment}}` (NULL: the reminder that the person asked for): the state in which its deadline must be.
CASE {{moment}} WHEN 'done' THEN 'done' WHEN 'missed' THEN 'missed' ELSE 'open' END

-- fragment: moment_of_state
-- The same read from a deadline's `{{state}}`, for the moments that are no date: a join by equality.
CASE {{state}} WHEN 'open' THEN 'opened' ELSE {{state}} END

-- fragment: ladder_runs
-- Of a `{{deadline}}` and its `{{kind}}`: its reminders leave. Nobody paused them, and the kind is published.
{{deadline}}.paused_at IS NULL AND {{kind}}.state = 'published'

-- fragment: stands
-- Over `reminder`, `deadline`, `kind` and `step` (left join): the act is still to do, or the confirmation still true, on
-- the same date, for the same person; whom it concerns lives. Whether it is late, put off or stopped is asked apart.
reminder.due_on = deadline.due_on AND reminder.recipient_id = deadline.citizen_id
   AND deadline.state = {{state_of_moment}} AND {{ladder_runs}}
   AND (deadline.concerned_id = deadline.citizen_id OR NOT EXISTS (
        SELECT 1 FROM people_citizen concerned
         WHERE concerned.id = deadline.concerned_id AND concerned.died_on IS NOT NULL))
