"""counterclaim: an auditable ledger of who claims what in reports of armed conflict."""

__version__ = "0.1.0"
