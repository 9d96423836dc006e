"""문자와 메일: what was handed over to be sent."""
