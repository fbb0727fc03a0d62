"""The report's pages: each function turns numbers of the tidy table into one page of Markdown."""
