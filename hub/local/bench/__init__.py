"""The benchmark: what pages and feeds cost, as ratios to a floor measured in the same run."""
