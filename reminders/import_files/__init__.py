"""Sheets: files of due dates that an organization hands over, tried before they are received."""
