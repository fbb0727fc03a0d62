"""A data root of made-up figures that obey every rule of the real ones, for tests, demos and benchmarks.

`plan` says which quarters and days, `chance` how figures are drawn, `places` makes the reference files,
`deliveries` the deliveries, and `root` writes it all.
"""
