"""Words: how what people write is compared, cleaned and understood. Pure, but for the SQL of one function."""
