"""Runs the whole hub on one machine: its servers, its programs, and a demo town to look at."""
