"""What is ordered for a job: each order by its inputs, the request to the vendor, and the goods that are kept.

Stages that submit and stages that look must mean the same order, so it is built here and nowhere else.
"""
