"""Speed, memory and what people wait for, side by side with others; ``python -m benchmarks`` (or ``make bench``) runs all."""
