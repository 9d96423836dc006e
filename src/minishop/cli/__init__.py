"""The commands of the starter script: ``up``, ``test``, ``demo`` and the rest.

``launcher``, ``words`` and ``setup`` run before anything is installed and use the standard library only.
"""
