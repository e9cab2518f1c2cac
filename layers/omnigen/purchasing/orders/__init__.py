"""The purchases of a job: each with its key, the request to the vendor, and the result that is kept.

The stages that submit and those that poll build them here, so that both mean the same purchase.
"""
