"""The linter: what a person would be told badly, or should not be told, before anything leaves. Pure rules."""
