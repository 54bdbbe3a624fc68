"""What every GraphQL folder builds on: access, errors, ids, lists, loaders, money."""
