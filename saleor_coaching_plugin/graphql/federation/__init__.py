"""Our endpoint as a subgraph of Apollo Federation 1, beside Saleor's own."""
