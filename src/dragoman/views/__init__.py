"""Views: a ledger's rows in; pairs, people, indices, searches and exports out."""
