"""One rule of Part D per question."""
