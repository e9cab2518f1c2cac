"""Proves a deployment: free jobs on every scenario through its API, and what they cost of AWS.

api      requests with an API key
checks   what is tried, each with a sentence about what it showed
account  what only credentials of the account show: histories, costs, expiry
"""
