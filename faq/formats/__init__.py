"""How dates are written, where Django's own way for a language is not the one that patients know."""
