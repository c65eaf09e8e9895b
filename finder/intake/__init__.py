"""What comes from outside, bounded before it is read: one table of limits, and the readers of JSON, files and archives that hold to it."""
