"""Test messages: «M’envoyer un essai», one real message asked by the person at that very moment."""
