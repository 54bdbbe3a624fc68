"""Merkle trees against the definition in RFC 9162, and its published test vectors."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saleor_coaching_plugin.evidence.merkle import (
    inclusion_proof,
    leaf_hash,
    node_hash,
    proof_root,
    root_of,
    tree_of,
)

# The leaves and roots that the test suites of Certificate Transparency implementations share.
KNOWN_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
KNOWN_ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
LEAVES = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


def defined_root(leaves: Sequence[bytes]) -> bytes:
    """Section 2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(defined_root(leaves[:split]), defined_root(leaves[split:]))


@pytest.mark.parametrize("size", KNOWN_ROOTS)
def test_published_roots(size: int) -> None:
    assert root_of(tree_of(KNOWN_LEAVES[:size])).hex() == KNOWN_ROOTS[size]


@given(LEAVES)
def test_root_is_the_defined_one(leaves: list[bytes]) -> None:
    assert root_of(tree_of(leaves)) == defined_root(leaves)


@given(LEAVES)
def test_each_proof_leads_from_its_leaf_to_the_root(leaves: list[bytes]) -> None:
    tree = tree_of(leaves)
    for index, leaf in enumerate(leaves):
        proof = inclusion_proof(tree, index)
        found = proof_root(leaf=leaf, index=index, size=len(leaves), proof=proof)
        assert found == root_of(tree)


@given(st.integers(1, 70), st.data())
def test_no_other_leaf_index_or_path_leads_there(size: int, data: st.DataObject) -> None:
    leaves = [number.to_bytes(2) for number in range(size)]
    tree, index = tree_of(leaves), data.draw(st.integers(0, size - 1))
    proof, leaf = inclusion_proof(tree, index), leaves[index]
    other = data.draw(st.integers(-1, size + 1).filter(lambda other: other != index))
    wrong = [
        (b"other", index, proof),
        (leaf, other, proof),
        (leaf, index, [*proof, leaf_hash(leaf)]),
        *((leaf, index, proof[:cut]) for cut in range(len(proof))),
        *(
            (leaf, index, [*proof[:at], leaf_hash(b"x"), *proof[at + 1 :]])
            for at in range(len(proof))
        ),
    ]
    for each_leaf, each_index, each_proof in wrong:
        found = proof_root(leaf=each_leaf, index=each_index, size=size, proof=each_proof)
        assert found != root_of(tree)
