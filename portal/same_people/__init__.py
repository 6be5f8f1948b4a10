"""One person registered twice: a link that reads follow. Nothing is moved, and the link can be taken away."""
