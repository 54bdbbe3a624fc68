"""Plain functions that make what a test needs: `from factories.shop import shop_product`."""
