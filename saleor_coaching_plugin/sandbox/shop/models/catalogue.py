"""What is for sale, and in which channel."""

from __future__ import annotations

from django.db import models


class Channel(models.Model):
    slug = models.SlugField(max_length=255, unique=True)
    name = models.CharField(max_length=250)
    currency = models.CharField(max_length=3)


class ProductType(models.Model):
    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True)


class Category(models.Model):
    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")


class Collection(models.Model):
    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True)


class Product(models.Model):
    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True)
    description = models.TextField(blank=True)
    product_type = models.ForeignKey(ProductType, models.PROTECT, related_name="products")
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="products")
    collections = models.ManyToManyField(Collection, related_name="products")


class ProductChannelListing(models.Model):
    product = models.ForeignKey(Product, models.CASCADE, related_name="listings")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    is_published = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "channel"], name="shop_product_listing_once")
        ]


class Variant(models.Model):
    product = models.ForeignKey(Product, models.CASCADE, related_name="variants")
    name = models.CharField(max_length=255)
    sku = models.CharField(max_length=255, unique=True, null=True)  # noqa: DJ001 - unique where set


class VariantChannelListing(models.Model):
    """A price. Without one in a channel, the variant is not for sale there."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="listings")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    price_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "channel"], name="shop_variant_listing_once"
            ),
            models.CheckConstraint(
                condition=models.Q(price_minor__gte=0), name="shop_price_not_negative"
            ),
        ]
