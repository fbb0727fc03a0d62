"""What may be published: hiding numbers, and auditing what the published ones give away."""
