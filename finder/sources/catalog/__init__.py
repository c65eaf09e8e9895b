"""The catalog that answers: opened, searched, checked, stored."""
