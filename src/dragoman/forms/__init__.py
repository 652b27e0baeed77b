"""What the stages hand to each other: frozen, slotted, with no behaviour of their own.

article -> document -> reading -> claims -> records. All offsets are half-open ranges of
Unicode code points of `Document.text`.
"""
