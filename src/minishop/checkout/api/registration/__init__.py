"""v1 주문 등록: the form-encoded registration of protocol/checkout-v1."""
