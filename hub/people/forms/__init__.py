"""What people fill in about their account and their organisations."""
