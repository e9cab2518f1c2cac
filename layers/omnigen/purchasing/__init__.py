"""Buying: every paid thing goes through here, so that it is paid at most once and never lost.

An order is written down with its money reserved before a vendor hears of it, the goods and the payment are written in
one transaction, and an order found open is looked for at the vendor before it is made again. A look that fails leaves
it open: only a vendor who has answered can close it. While one attempt is at work on an order, others wait.
"""

from __future__ import annotations

from omnigen.purchasing.buyer import Buyer
from omnigen.purchasing.lease import Maker, settle
from omnigen.purchasing.result import PurchaseResult

__all__ = ["Buyer", "Maker", "PurchaseResult", "settle"]
