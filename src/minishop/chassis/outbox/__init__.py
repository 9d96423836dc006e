"""Messages to another party: written in the transaction of the change, sent by a worker, every attempt kept.

A service subclasses the three models in the capability that talks to the party, so that the rows carry its tenant's key.
"""
