"""Hosted pages: parse, call one service, show a page. One module per family of pages."""
