"""Fields for a shop's own types: this shop's, Saleor's, or those of a federated graph."""
