"""택배사: the carriers a small shop uses, under the hub's codes, with what their numbers look like.

A number that does not fit is only warned of here: the hub and the carrier decide (R46).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Carrier:
    """A carrier. ``lengths`` are the digits its numbers may have, empty where no rule is known; ``link`` takes the number at its end."""

    code: str
    name: str
    lengths: tuple[int, ...] = ()
    link: str = ""

    def looks_right(self, number: str) -> bool:
        """Whether a cleaned number could be this carrier's."""
        if self.code == "EMS":
            return re.fullmatch(r"[A-Z]{2}\d{9}[A-Z]{2}", number) is not None
        return not self.lengths or (number.isascii() and number.isdigit() and len(number) in self.lengths)

    def tracking_url(self, number: str) -> str:
        """The carrier's own page for a number; empty where none is known."""
        return f"{self.link}{number}" if self.link and number else ""


CARRIERS = {
    carrier.code: carrier
    for carrier in (
        Carrier("CJGLS", "CJ대한통운", (10, 12), "https://trace.cjlogistics.com/next/tracking.html?wblNo="),
        Carrier("HYUNDAI", "롯데택배", (12,), "https://www.lotteglogis.com/open/tracking?invno="),
        Carrier(
            "HANJIN",
            "한진택배",
            (12, 14),
            "https://www.hanjin.co.kr/kor/CMS/DeliveryMgr/WaybillResult.do?mCode=MN038&schLang=KR&wblnumText2=",
        ),
        Carrier("EPOST", "우체국택배", (13,), "https://service.epost.go.kr/trace.RetrieveDomRigiTraceList.comm?sid1="),
        Carrier("KGB", "로젠택배", (11,), "https://www.ilogen.com/m/personal/trace.pop/"),
        Carrier("KDEXP", "경동택배", (9, 10, 11), "https://kdexp.com/service/delivery/etc/delivery.do?barcode="),
        Carrier("DAESIN", "대신택배", (13,), "https://www.ds3211.co.kr/freight/internalFreightSearch.ht?billno="),
        Carrier("ILYANG", "일양로지스", (9,), "https://www.ilyanglogis.com/functionality/popup_result.asp?hawb_no="),
        Carrier("CVSNET", "GS편의점택배", (), "https://www.cvsnet.co.kr/invoice/tracking.do?invoice_no="),
        Carrier("CUPARCEL", "CU편의점택배", (10, 12), "https://www.cupost.co.kr/postbox/delivery/localResult.cupost?invoice_no="),
        Carrier("EMS", "EMS"),
        Carrier("CHUNIL", "천일택배"),
        Carrier("KUNYOUNG", "건영택배"),
        Carrier("HDEXP", "합동택배"),
        Carrier("HOMEPICK", "홈픽택배"),
        Carrier("REGISTPOST", "우편등기", (13,)),
        Carrier("CH1", "기타택배"),
    )
}


def clean_number(text: str) -> str:
    """A tracking number as carriers print it, without blanks and hyphens, in capitals."""
    return re.sub(r"[\s-]", "", text).upper()


def carrier_name(code: str) -> str:
    """The carrier's Korean name; the code itself for one we do not list."""
    return CARRIERS[code].name if code in CARRIERS else code
