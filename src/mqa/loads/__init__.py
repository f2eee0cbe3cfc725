"""Loading: the files and databases of a workspace become world tables, all of them or nothing.

read     one file of a source becomes staged rows, or says what stops it       (staging, rejecting)
place    who acted, which company is meant; later knowledge moves earlier rows  (placing)
store    the rows of each world table become a stored file                      (storing)
list     one ledger transaction at the end makes all of them known              (loading)

What a person says of who is who is a load without files                         (correcting)
"""

from mqa.loads.loading import load
from mqa.loads.reports import LoadReport, SourceReport

__all__ = ["LoadReport", "SourceReport", "load"]
