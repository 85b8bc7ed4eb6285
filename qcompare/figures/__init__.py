"""Charts and tables to look at, and how they become files."""
