"""The ledger: what was loaded, run, published and agreed; the transactional store (a Django app).

Whoever imports a module of this package needs no settings module: Django is configured here, once, without
a database, and `mqa.ledger.opening.open_ledger` gives it one.
"""

from mqa.ledger.configuring import configure

configure()
