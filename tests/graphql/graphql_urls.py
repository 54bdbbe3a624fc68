"""The endpoint alone, without a shop's own API around it."""

from django.urls import path

from saleor_coaching_plugin.graphql.view import graphql_view

urlpatterns = [path("graphql/", graphql_view)]
