"""Drug names: RxNorm, NDC, packages, classes."""
