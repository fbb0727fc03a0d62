"""The data files of a version: workbooks, data package, research object crate."""
