"""From text to provisions to facts, by rules that speak of the genre and name no document."""
