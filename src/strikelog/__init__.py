"""Strikelog."""
