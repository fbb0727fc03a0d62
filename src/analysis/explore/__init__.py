"""What analysts use in notebooks of their own."""
