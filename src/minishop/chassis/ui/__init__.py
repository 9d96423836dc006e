"""The look that all pages share: outline, form fields, icons, amounts, days."""
