"""Prescriptions to fills to claims to ledger, in the order of the law."""
