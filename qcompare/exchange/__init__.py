"""The coding in other people's formats, and back: tables, REFI-QDA, Web Annotation, Frictionless data package."""
