"""Who's who: the offices that stories told and outside lists know, as of a day."""
