"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    "reminders.sweep_due": {"task": "reminders.sweep_due", "schedule": 5.0, "options": {"expires": 5}},
    "reminders.sweep_notices": {"task": "reminders.sweep_notices", "schedule": 10.0, "options": {"expires": 10}},
    # Senders are woken by what is released; these find missed wakes, retries, and what dead senders left. The first
    # wakes one sender a channel of the network: beat starts before it is known which channels are registered.
    "reminders.wake_senders": {"task": "reminders.wake_senders", "schedule": 5.0, "options": {"expires": 5}},
    "reminders.send_rows": {"task": "reminders.send_rows", "schedule": 15.0, "options": {"expires": 15}},
    # What a clock that went ahead has dated, once it is back.
    "reminders.come_back": {"task": "reminders.come_back", "schedule": 30.0, "options": {"expires": 30}},
}
