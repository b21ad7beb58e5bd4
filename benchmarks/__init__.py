"""What is claimed about speed, measured: ratios in one run beside a floor on the same machine."""
