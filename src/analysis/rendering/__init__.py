"""Runs notebooks and renders what they say as HTML and PDF."""
