"""Who people are: municipality, unit, person, post and child, and how they sign in."""
