"""Valid inputs of every format, broken by chance: each must be answered or refused in one sentence. ``make fuzz`` runs 10,000."""
