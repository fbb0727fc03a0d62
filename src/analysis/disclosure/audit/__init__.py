"""What the published numbers give away of the hidden ones."""
