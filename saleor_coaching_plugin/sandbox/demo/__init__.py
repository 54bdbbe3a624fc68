"""The demo: coach, client and storefront act out both ways of selling by public doors only."""
