"""Names as arrays, for tests that compare a few."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mqa.identity.likeness import FEATURES, features
from mqa.identity.name_arrays import Lexicon, Names, names_as_arrays
from mqa.identity.names import name_forms


def arrays(names: Sequence[str], lexicon: Lexicon, ids: Sequence[int] = (), countries: Sequence[str] = ()) -> Names:
    """The names, numbered from 0 where no ids are given."""
    forms = [name_forms(name) for name in names]
    return names_as_arrays(ids or range(len(names)), forms, lexicon, countries=countries)


def of_pair(one: str, other: str) -> dict[str, float]:
    """The features of two names."""
    lexicon = Lexicon()
    row = features(arrays([one], lexicon), arrays([other], lexicon), (np.array([0]), np.array([0])), lexicon)[0]
    return dict(zip(FEATURES, row.tolist(), strict=True))
