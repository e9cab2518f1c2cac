"""The HTTP API: one Lambda function, with one module of routes for each kind of resource."""
