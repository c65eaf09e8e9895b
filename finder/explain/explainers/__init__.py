"""What is said of each rule: one module per question."""
