"""Merkle trees as of RFC 9162 (Certificate Transparency 2.0), section 2.1, with SHA-256. Pure.

A tree is its rows of hashes, from the leaves' up to the root's; a node without a sibling moves up
unchanged, which gives the tree of the RFC.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from .canonical import canonical

Tree = Sequence[Sequence[bytes]]


def head_leaf(*, chain: str, position: int, hash: str) -> bytes:
    """What stands in the leaf of a chain: its head."""
    return canonical({"chain": chain, "position": position, "hash": hash}).encode()


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_of(leaves: Iterable[bytes]) -> Tree:
    rows = [[leaf_hash(leaf) for leaf in leaves]]
    while len(rows[-1]) > 1:
        below = rows[-1]
        row = [node_hash(*below[i : i + 2]) for i in range(0, len(below) - 1, 2)]
        rows.append(row + below[len(row) * 2 :])
    return rows


def root_of(tree: Tree) -> bytes:
    return tree[-1][0] if tree[-1] else hashlib.sha256().digest()


def inclusion_proof(tree: Tree, index: int) -> list[bytes]:
    """The siblings on the way up from the leaf (section 2.1.3.1)."""
    proof = []
    for row in tree[:-1]:
        sibling = index ^ 1
        if sibling < len(row):
            proof.append(row[sibling])
        index >>= 1
    return proof


def proof_root(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that the proof leads to (section 2.1.3.2); None if it fits no tree of that size."""
    if not 0 <= index < size:
        return None
    here, last, found = index, size - 1, leaf_hash(leaf)
    for sibling in proof:
        if last == 0:
            return None
        if here % 2 or here == last:
            found = node_hash(sibling, found)
            while here % 2 == 0 and here:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        here, last = here >> 1, last >> 1
    return found if last == 0 else None
