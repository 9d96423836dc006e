"""Every machine's table a second time, as people read it: a change of a table has to be meant.

A grid has the events above and the states on the left; a cell is the state after, or ``.`` where the step is refused. A state with
``>`` before it is one in which a thing may be made; the row ``new`` is there where making it is an event.
"""

GRIDS = {
    "mall.orders.domain.states:MACHINE": """
                      enter_tracking  hold     release    hub_in_transit  hub_delivered  hub_finalized  hub_cancelled  hub_returned
        >preparing    shipping_wait   on_hold  .          in_transit      delivered      finalized      cancelled      returned
        shipping_wait shipping_wait   .        .          in_transit      delivered      finalized      cancelled      returned
        on_hold       .               .        preparing  in_transit      delivered      finalized      cancelled      returned
        in_transit    .               .        .          .               delivered      finalized      .              returned
        delivered     .               .        .          .               .              finalized      .              returned
        finalized     .               .        .          .               .              .              .              returned
        cancelled     .               .        .          .               .              .              .              .
        returned      .               .        .          .               .              .              .              .
    """,
    "mall.shops.domain.entries:MACHINE": """
                    request    approve   reject
        new         requested  .         .
        >requested  .          approved  rejected
        approved    .          .         .
        rejected    requested  .         .
    """,
    "checkout.orders.domain.states:MACHINE": """
                            pay   expire            withdraw          request_dispatch    tracking_valid  tracking_invalid  deliver    finalize   withdraw_dispatch  cancel_done  return_done  exchange_done  admin_done
        >awaiting_payment   paid  unpaid_cancelled  unpaid_cancelled  .                   .               .                 .          .          .                  .            .            .              .
        paid                .     .                 .                 dispatch_requested  .               .                 .          .          .                  cancelled    .            .              cancelled
        dispatch_requested  .     .                 .                 dispatch_requested  delivering      paid              .          .          paid               .            .            .              .
        delivering          .     .                 .                 .                   .               .                 delivered  finalized  .                  .            returned     exchanged      returned
        delivered           .     .                 .                 .                   .               .                 .          finalized  .                  .            returned     exchanged      returned
        finalized           .     .                 .                 .                   .               .                 .          .          .                  .            .            .              returned
        unpaid_cancelled    .     .                 .                 .                   .               .                 .          .          .                  .            .            .              .
        cancelled           .     .                 .                 .                   .               .                 .          .          .                  .            .            .              .
        returned            .     .                 .                 .                   .               .                 .          .          .                  .            .            .              .
        exchanged           .     .                 .                 .                   .               .                 .          finalized  .                  .            returned     exchanged      returned
    """,
    "checkout.holds.domain.states:MACHINE": """
                    hold  refuse   lose     skip     extend     release    free      commit      sell
        >asked      held  refused  unknown  .        .          releasing  released  committing  .
        >skipped    held  refused  .        .        .          releasing  released  committing  .
        held        .     .        .        .        extending  releasing  .         committing  .
        refused     .     .        .        .        .          .          .         committing  .
        unknown     .     .        .        skipped  extending  releasing  .         committing  .
        extending   held  refused  unknown  .        .          releasing  released  committing  .
        releasing   .     .        .        .        .          .          released  committing  .
        released    .     .        .        .        .          .          .         committing  .
        committing  .     .        .        .        .          .          .         .           committed
        committed   .     .        .        .        .          .          .         .           .
    """,
    "checkout.payments.domain.states:MACHINE": """
                     confirm     approve  decline   abandon    take_surplus
        >opened      confirming  .        declined  abandoned  .
        confirming   .           paid     declined  .          surplus
        paid         .           .        .         .          .
        declined     .           paid     .         .          surplus
        abandoned    .           paid     .         .          surplus
        surplus      .           .        .         .          .
    """,
    "checkout.payments.domain.refunds:MACHINE": """
                     intend    queue   begin     owe         ask     put_off   give_back  refuse   retry     take_other_way  transfer  give_up
        new          intended  queued  .         by_account  .       .         .          refused  .         .               .         .
        >intended    .         .       .         .           asking  .         .          .        .         .               .         .
        >queued      .         .       intended  .           .       .         .          .        .         .               .         .
        asking       .         .       .         .           .       intended  done       refused  .         .               .         .
        done         .         .       .         .           .       .         .          .        .         .               .         .
        >refused     .         queued  .         .           .       .         .          .        intended  by_account      .         given_up
        >by_account  .         .       .         .           .       .         .          .        .         .               done      .
        given_up     .         .       .         .           .       .         .          .        .         .               .         .
    """,
    "checkout.payments.domain.contracts:MACHINE": """
                    hand_over  request    approve  reject    withdraw   replace
        new         live       requested  .        .         .          .
        >requested  .          .          live     rejected  withdrawn  .
        >live       .          .          .        .         .          retired
        retired     .          .          .        .         .          .
        rejected    .          .          .        .         .          .
        withdrawn   .          .          .        .         .          .
    """,
    "checkout.claims.domain.cancel:MACHINE": """
                    apply    ask    ask_at_once  ask_by_seller  fee_paid  fee_paid_at_once  lapse      approve    refuse   goods_left  withdraw   overrule  settle  fail
        new         fee_due  asked  canceling    canceling      .         .                 .          .          .        .           .          .         .       .
        >fee_due    .        .      .            .              asked     canceling         withdrawn  .          .        .           withdrawn  refused   .       .
        >asked      .        .      .            .              asked     .                 withdrawn  canceling  refused  refused     withdrawn  refused   .       .
        >canceling  .        .      .            .              .         .                 .          .          .        .           .          .         done    failed
        done        .        .      .            .              .         .                 .          .          .        .           .          .         .       .
        refused     .        .      .            .              .         .                 .          .          .        .           .          .         .       .
        withdrawn   .        .      .            .              .         .                 .          .          .        .           .          .         .       .
        failed      .        .      .            .              .         .                 .          .          .        .           .          .         .       .
    """,
    "checkout.claims.domain.returning:MACHINE": """
                     apply    ask    file        turned_asked  turned_collecting  turned_collected  fee_paid    lapse      accept      receive    refund     refuse   withdraw   hold        release     overrule  settle
        new          fee_due  asked  collecting  asked         collecting         collected         .           .          .           .          .          .        .          .           .           .         .
        >fee_due     .        .      .           .             .                  .                 asked       withdrawn  .           .          .          .        withdrawn  .           .           refused   .
        >asked       .        .      .           .             .                  .                 asked       .          collecting  .          refunding  refused  withdrawn  asked       asked       refused   .
        >collecting  .        .      .           .             .                  .                 collecting  .          .           collected  refunding  refused  withdrawn  collecting  collecting  refused   .
        >collected   .        .      .           .             .                  .                 collected   .          .           .          refunding  refused  .          collected   collected   refused   .
        refunding    .        .      .           .             .                  .                 .           .          .           .          .          .        .          .           .           .         done
        done         .        .      .           .             .                  .                 .           .          .           .          .          .        .          .           .           .         .
        refused      .        .      .           .             .                  .                 .           .          .           .          .          .        .          .           .           .         .
        withdrawn    .        .      .           .             .                  .                 .           .          .           .          .          .        .          .           .           .         .
    """,
    "checkout.claims.domain.exchanging:MACHINE": """
                      apply    ask    fee_paid    lapse      accept      receive    redispatch    arrive  turn    refuse   withdraw   hold        release     overrule
        new           fee_due  asked  .           .          .           .          .             .       .       .        .          .           .           .
        >fee_due      .        .      asked       withdrawn  .           .          .             .       .       .        withdrawn  .           .           refused
        >asked        .        .      asked       .          collecting  .          .             .       turned  refused  withdrawn  asked       asked       refused
        collecting    .        .      collecting  .          .           collected  .             .       turned  refused  withdrawn  collecting  collecting  refused
        collected     .        .      collected   .          .           .          redelivering  .       turned  refused  .          collected   collected   refused
        redelivering  .        .      .           .          .           .          .             done    .       .        .          .           .           refused
        done          .        .      .           .          .           .          .             .       .       .        .          .           .           .
        turned        .        .      .           .          .           .          .             .       .       .        .          .           .           .
        refused       .        .      .           .          .           .          .             .       .       .        .          .           .           .
        withdrawn     .        .      .           .          .           .          .             .       .       .        .          .           .           .
    """,
    "checkout.claims.domain.admin:MACHINE": """
                   open  refund     reject    settle
        new        open  .          .         .
        >open      .     refunding  rejected  .
        refunding  .     .          .         done
        done       .     .          .         .
        rejected   .     .          .         .
    """,
    "checkout.merchants.domain.review:MACHINE": """
                    approve   reject
        >requested  approved  rejected
        approved    .         .
        rejected    .         .
    """,
    "checkout.parcels.domain.states:MACHINE": """
                          unknown           picked_up  in_transit  out_for_delivery  delivered  failed  replace
        >checking         wrong_number      picked_up  in_transit  out_for_delivery  delivered  failed  replaced
        picked_up         picked_up         picked_up  in_transit  out_for_delivery  delivered  failed  replaced
        in_transit        in_transit        picked_up  in_transit  out_for_delivery  delivered  failed  replaced
        out_for_delivery  out_for_delivery  picked_up  in_transit  out_for_delivery  delivered  failed  replaced
        failed            failed            picked_up  in_transit  out_for_delivery  delivered  failed  replaced
        wrong_number      .                 .          .           .                 .          .       .
        delivered         .                 .          .           .                 .          .       .
        >not_tracked      .                 .          .           .                 .          .       .
        replaced          .                 .          .           .                 .          .       .
    """,
    "shopping.partners.domain.states:MACHINE": """
                    approve   reject    suspend    resume
        >requested  approved  rejected  .          .
        approved    .         .         suspended  .
        rejected    .         .         .          .
        suspended   .         .         .          approved
    """,
    "sandbox.pg.domain.states:CONTRACTS": """
                    approve   reject
        >requested  approved  rejected
        approved    .         .
        rejected    .         .
    """,
    "sandbox.pg.domain.states:PAYMENTS": """
                   approve  decline   cancel     cancel_part
        >ready     done     declined  .          .
        done       .        .         cancelled  done
        declined   .        .         .          .
        cancelled  .        .         .          .
    """,
    "mall.orders.domain.checking:MACHINE": """
                  accept  refuse   ask_again
        >pending  valid   invalid  pending
        valid     .       .        .
        invalid   valid   .        pending
    """,
    "chassis.outbox.domain:MACHINE": """
                  deliver  refuse   put_off  park    resend
        >waiting  sent     refused  waiting  parked  waiting
        sent      .        .        .        .       .
        refused   .        .        .        .       waiting
        parked    .        .        .        .       waiting
    """,
    "chassis.jobs.domain.states:MACHINE": """
                promote  claim    postpone  give_back  put_off  give_up  revive  revive_later
        >ready  .        running  later     .          .        .        .       .
        >later  ready    .        .         .          .        .        .       .
        running .        .        later     ready      later    dead     .       .
        dead    .        .        .         .          .        .        ready   later
    """,
    "checkout.benefits.domain.uses:MACHINE": """
                  hold  release   use
        new       held  .         .
        >held     held  released  used
        released  held  .         .
        used      .     .         .
    """,
    "checkout.benefits.domain.coupons:MACHINE": """
                  hold  release  use   restore   expire
        >issued   held  .        .     .         expired
        held      .     issued   used  .         .
        used      .     .        .     restored  .
        restored  held  .        .     .         expired
        expired   .     .        .     .         .
    """,
    "mall.stock.domain.holding:MACHINE": """
                    take  deny     release   expire   commit
        new         held  refused  released  .        committed
        >held       held  refused  released  expired  committed
        >refused    held  refused  released  .        committed
        >released   held  refused  released  .        committed
        expired     held  refused  released  .        committed
        >committed  .     .        .         .        .
    """,
}
