"""What the later work of the hub is called, for whoever reads that it failed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TASKS = {
    "checkout.benefits.tasks.finalize_decided": _("구매확정"),
    "checkout.benefits.tasks.finalize_overdue": _("자동 구매확정"),
    "checkout.benefits.tasks.grant_points": _("적립금 지급"),
    "checkout.benefits.tasks.lapse": _("적립금과 쿠폰 소멸"),
    "checkout.benefits.tasks.tell_of_end": _("적립금 소멸 예정 안내"),
    "checkout.benefits.tasks.tell_of_ends": _("소멸 예정 안내 시작"),
    "checkout.claims.tasks.act_on_overdue": _("답이 없는 취소·반품·교환 이어 가기"),
    "checkout.claims.tasks.end_decision_hold": _("구매확정 보류가 끝났다고 알리기"),
    "checkout.claims.tasks.forget_requests": _("오래된 요청 번호 지우기"),
    "checkout.claims.tasks.forget_photos": _("오래된 신청 사진 지우기"),
    "checkout.claims.tasks.send_news": _("취소·반품·교환 소식 보내기"),
    "checkout.hints.tasks.deliver_hint": _("변경 알림 보내기"),
    "checkout.hints.tasks.forget_old_hints": _("오래된 변경 알림 정리"),
    "checkout.holds.tasks.settle_hold": _("재고 선점 알리기"),
    "checkout.holds.tasks.settle_lost_holds": _("끝나지 않은 재고 선점 살피기"),
    "checkout.holds.tasks.tell_shortage": _("재고 부족 안내 보내기"),
    "checkout.orders.tasks.remove_sheets": _("지난 주문서 정리"),
    "checkout.parcels.tasks.follow_all": _("배송 중인 송장 살피기"),
    "checkout.parcels.tasks.follow_number": _("송장 추적"),
    "checkout.parcels.tasks.send_news": _("배송 소식 보내기"),
    "checkout.payments.tasks.chase_open_refunds": _("끝나지 않은 환불 살피기"),
    "checkout.payments.tasks.compare_contract": _("결제 대행사와 하루 비교"),
    "checkout.payments.tasks.compare_with_pgs": _("결제 대행사 비교 시작"),
    "checkout.payments.tasks.expire_order": _("미결제 주문 만료"),
    "checkout.payments.tasks.expire_unpaid_orders": _("미결제 주문 살피기"),
    "checkout.payments.tasks.find_out_later": _("결제 결과 확인"),
    "checkout.payments.tasks.give_back_later": _("환불 요청"),
    "checkout.payments.tasks.take_other_way_later": _("거절된 환불 계좌로 돌리기"),
    "checkout.payments.tasks.send_receipt": _("결제 안내 보내기"),
    "checkout.payments.tasks.take_up_refund": _("미루어진 환불 다시 요청"),
    "checkout.reconcile.tasks.reconcile_buyers": _("구매자 지갑의 대사"),
    "checkout.reconcile.tasks.reconcile_every_night": _("밤마다 하는 대사"),
    "checkout.reconcile.tasks.reconcile_merchant": _("한 가맹점의 대사"),
    "checkout.reconcile.tasks.reconcile_merchants": _("가맹점마다 대사 시작"),
    "checkout.reconcile.tasks.reconcile_now": _("지금 하는 대사"),
}
