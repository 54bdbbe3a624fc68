"""The coach's login to the sandbox."""

COACH_EMAIL = "alex@coach.example"
COACH_PASSWORD = "coaching"
