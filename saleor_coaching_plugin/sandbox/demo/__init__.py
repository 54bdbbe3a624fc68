"""The demo: coach, client and storefront act out both ways of selling, through public doors only."""
