"""What changes rows in the charter part: one transaction each."""
