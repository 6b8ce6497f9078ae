"""Measures what pages, the box and the count cost: `make bench` writes bench/RESULTS.md.

Wall time on a shared machine says little. What is held is the number of statements, and the ratio
of CPU time to that of a floor: the least a view can do with the same settings, in the same minute.
"""
