"""The report's charts, a module for each kind: one theme, drawn in points so that print sizes are true.

A mark whose row has a ``key`` carries it as its description, by which the page finds the mark's numbers. A
drawing for phones is the same chart, `PHONE_MM` wide: at 320 pixels its 8-point text is still 11 pixels high.
"""
