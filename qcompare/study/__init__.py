"""A study of one's own plans: its folder, and what was understood of each plan in it."""
