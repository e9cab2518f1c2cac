"""Purchasing: every paid call goes through here, so that it is paid at most once and its result is never lost.

The money is reserved on the record before a vendor is asked, and result and payment are written in one transaction.
A purchase that was found open is looked up at the vendor before it is made again; one whose look-up fails stays open,
since only the vendor's answer can close it. While one attempt works on a purchase, it holds a lease and others wait.
"""
