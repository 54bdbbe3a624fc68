"""The plugin's GraphQL API: translates between the schema and the domains' services."""
