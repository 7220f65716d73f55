"""Reads of the charter part that more than one caller needs."""
