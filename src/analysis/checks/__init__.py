"""What is odd about a delivery without being wrong."""
