"""What every domain leans on: errors, events, outbox, tokens, money, text. Knows no domain."""
