"""An open, auditable engine for Marketing Qualified Accounts."""

__version__ = "0.1.0"
