"""From an event log to approval parameters: reading, fitting, generating, comparing."""
