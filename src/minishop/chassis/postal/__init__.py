"""주소 찾기: from what a person remembers of a Korean address to its postcode and spelling, in every form that has one (protocol/juso)."""
