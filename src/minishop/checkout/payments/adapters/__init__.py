"""The payment gateways that merchants may have a contract with, one file each."""
