"""Speed and memory of reading and coding, side by side with others; ``python -m benchmarks`` (or ``make bench``) runs all."""
