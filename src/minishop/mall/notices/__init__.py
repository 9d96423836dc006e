"""판매자 알림: what a seller is told by mail and text message of a shop: new orders, decisions about entries, the opening."""
