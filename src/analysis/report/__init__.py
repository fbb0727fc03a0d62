"""The data, words, charts and components that pages are made of."""
