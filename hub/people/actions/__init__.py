"""What changes accounts, organisations and who does what for them."""
