"""The forecast: «Ce que je vais recevoir», twelve months of reminders with channel and reason."""
