namespace TelegramCrm.Sync.Tests.Clocks.Golden;

/// <summary>Exchanges, resolutions and status sums, as docs/metrics.md defines them.</summary>
public sealed class ReplyAndResolutionCases
{
    [Fact]
    public void Repeats_by_the_customer_do_not_restart_the_clock() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 09:00  customer
        Mon 10:00  agent
        Mon 11:00  customer
        Mon 12:00  customer
        Mon 13:00  agent bob
        """, asOf: "Fri 12:00", """
        replies.asked_at                Mon 09:00, Mon 11:00
        replies.replied_at              Mon 10:00, Mon 13:00
        replies.reply_business_seconds  1:00, 2:00
        replies.agent_id                ann, bob
        """);

    [Fact]
    public void Who_answered_last_is_waited_for_by_nobody() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 09:00  customer
        Mon 10:00  agent
        Mon 10:30  agent
        """, asOf: "Fri 12:00", """
        replies.asked_at      Mon 09:00
        next_reply[1].status  met
        next_reply[2].status  none
        """);

    [Fact]
    public void A_resolution_without_a_reply_ends_the_exchange_and_is_no_reply() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 09:00  customer
        Mon 10:00  resolved
        """, asOf: "Fri 12:00", """
        replies.ended_by                resolution
        replies.replied_at              -
        replies.reply_business_seconds  -
        next_reply.status               met
        frt_sla_status                  breached
        """);

    [Fact]
    public void A_reply_of_the_instant_of_the_resolution_comes_first() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 09:00  customer
        Mon 10:00  resolved
        Mon 10:00  agent
        """, asOf: "Fri 12:00", """
        replies.ended_by  reply
        one_touch         yes
        """);

    [Fact]
    public void The_reply_clock_stands_still_in_the_pause_statuses() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 09:00  customer
        Mon 10:00  on_hold
        Mon 12:00  open
        Mon 13:00  agent
        """, asOf: "Fri 12:00", """
        replies.reply_calendar_seconds  2:00
        replies.reply_business_seconds  2:00
        """);

    [Fact]
    public void A_reopened_ticket_has_a_first_a_full_and_an_active_resolution() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 10:00  open
        Mon 12:00  pending
        Mon 14:00  resolved
        Tue 09:00  reopened
        Tue 11:00  on_hold
        Tue 12:00  open
        Tue 15:00  resolved
        Wed 15:00  closed
        """, asOf: "Fri 12:00", """
        first_resolution_business_seconds   5:00
        full_resolution_business_seconds    14:00
        full_resolution_calendar_seconds    30:00
        active_resolution_business_seconds  8:00
        reopen_count                        1
        agent_wait_business_seconds         2:00
        on_hold_business_seconds            1:00
        agent_work_business_seconds         8:00
        requester_wait_business_seconds     9:00
        resolution.status                   met
        """);

    [Fact]
    public void While_reopened_a_ticket_is_not_resolved() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 14:00  resolved
        Tue 09:00  reopened
        """, asOf: "Fri 12:00", """
        first_resolution_business_seconds  5:00
        full_resolution_business_seconds   -
        active_resolution_business_seconds  -
        resolved_at                        -
        one_touch                          -
        """);

    [Fact]
    public void Closing_is_a_resolution_only_where_the_ticket_was_not_resolved_before() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 12:00  closed
        """, asOf: "Fri 12:00", """
        first_resolution_business_seconds  3:00
        full_resolution_business_seconds   3:00
        resolution.fulfilled_at            Mon 12:00
        """);

    [Fact]
    public void Closing_a_resolved_ticket_is_no_event_for_any_clock() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 11:00  resolved
        Tue 12:00  closed
        """, asOf: "Fri 12:00", """
        full_resolution_business_seconds  2:00
        resolved_at                       Mon 11:00
        """);

    [Fact]
    public void Spans_have_no_gap_and_what_is_done_waits_for_nobody() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 10:00  open
        Mon 16:00  pending
        Tue 10:00  resolved
        """, asOf: "Fri 12:00", """
        spans.status            new, open, pending, resolved
        spans.started_at        Mon 09:00, Mon 10:00, Mon 16:00, Tue 10:00
        spans.ended_at          Mon 10:00, Mon 16:00, Tue 10:00, -
        spans.business_seconds  1:00, 6:00, 2:00, -
        spans.calendar_seconds  1:00, 6:00, 18:00, -
        """);
}
