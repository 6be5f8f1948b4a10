"""Letters: what the portal gives as PDF, tagged for assistive technology (PDF/UA-1) and made to last (PDF/A-2a)."""
