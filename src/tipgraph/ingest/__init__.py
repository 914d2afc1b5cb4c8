"""Documents nobody has seen before become texts, drafts of facts, and an account of what is still to decide."""
