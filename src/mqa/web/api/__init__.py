"""The API, `/api/v1`: what pages show and inboxes enter, for programs.

accounts   which, and one of them explained on any day     (accounts)
handoffs   which, one with its packet, what sales says     (handoffs)
runs       which, and the start of one                     (running)
definition what is agreed                                  (agreement)

Whatever goes wrong is told as a problem (problems); the contract is complete (contract) and tests hold us to it.
"""
