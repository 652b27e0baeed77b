"""One story's cast, offices, dates and places: the reading of a document in, its claims out."""
