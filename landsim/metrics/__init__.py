"""What a trajectory amounts to: one small file per family of metrics.

`metric` says what a metric is and files it; `estimate` turns replications into means and
intervals; `series` follows the same quantities over time. Every other module here is a family
of metrics, found by its name; a new metric is one new module.
"""
