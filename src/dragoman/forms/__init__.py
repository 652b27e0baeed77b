"""What the stages hand to each other: frozen, slotted, without behaviour beyond checking themselves.

article -> document -> reading -> claims -> records. All offsets are half-open ranges of
Unicode code points of `Document.text`.
"""
