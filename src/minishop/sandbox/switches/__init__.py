"""다음 응답: what a person chose that the outside world answers next."""
