namespace TelegramCrm.Sync.Tests.Clocks.Golden;

/// <summary>What does not fit together is computed all the same, and said by a flag on the ticket.</summary>
public sealed class BadInputCases
{
    [Fact]
    public void A_status_that_nobody_knows_neither_pauses_nor_ends_a_clock() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 10:00  escalated
        Mon 12:00  resolved
        says resolved_at Mon 12:00
        """, asOf: "Fri 12:00", """
        flags                               unknown_status
        active_resolution_business_seconds  3:00
        """);

    [Fact]
    public void What_ends_before_it_starts_took_no_time() => GoldenCase.Gives("""
        Mon 12:00  created
        Mon 10:00  customer
        Mon 11:00  agent
        says first_response_at Mon 12:00
        """, asOf: "Fri 12:00", """
        flags                 end_before_start
        frt_calendar_seconds  0:00
        frt_business_seconds  0:00
        """);

    [Fact]
    public void A_message_before_its_ticket_counts_from_the_creation() => GoldenCase.Gives("""
        Mon 12:00  created
        Mon 10:00  customer
        Mon 13:00  agent
        says first_response_at Mon 13:00
        """, asOf: "Fri 12:00", """
        flags                 end_before_start
        frt_business_seconds  1:00
        replies.asked_at      Mon 12:00
        """);

    [Fact]
    public void What_lies_ahead_of_as_of_has_not_happened() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 09:00  customer
        Thu 10:00  agent
        Thu 11:00  resolved
        says status new
        """, asOf: "Wed 12:00", """
        flags                 in_future
        frt_business_seconds  -
        resolved_at           -
        frt_sla_status        breached
        """);

    [Fact]
    public void A_ticket_that_will_be_created_later_has_waited_for_nothing() => GoldenCase.Gives("""
        Thu 09:00  created
        """, asOf: "Wed 12:00", """
        flags                        in_future
        agent_work_business_seconds  0:00
        frt_business_seconds         -
        """);

    [Fact]
    public void Of_two_changes_of_one_instant_the_one_with_the_later_id_holds() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 10:00  open
        Mon 10:00  pending
        Mon 12:00  resolved
        says resolved_at Mon 12:00
        """, asOf: "Fri 12:00", """
        flags                               none
        active_resolution_business_seconds  1:00
        spans.status                        new, open, pending, resolved
        spans.calendar_seconds              1:00, 0:00, 2:00, -
        """);

    [Fact]
    public void An_agent_who_is_gone_keeps_what_was_done() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 09:00  customer
        Mon 10:00  agent nobody-knows
        says first_response_at Mon 10:00
        """, asOf: "Fri 12:00", """
        flags                 none
        frt_business_seconds  1:00
        replies.agent_id      nobody-knows
        """);

    [Fact]
    public void Where_the_tickets_own_times_disagree_the_events_win() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 09:00  customer
        Mon 10:00  agent
        Mon 11:00  resolved
        says first_response_at Mon 09:01
        says resolved_at Mon 12:00
        """, asOf: "Fri 12:00", """
        flags                             first_response_disagrees, resolved_disagrees
        frt_business_seconds              1:00
        full_resolution_business_seconds  2:00
        """);

    [Fact]
    public void A_ticket_without_events_is_computed_from_its_own_times() => GoldenCase.Gives("""
        Mon 09:00  is there
        says status resolved
        says first_response_at Mon 10:00
        says resolved_at Mon 12:00
        """, asOf: "Fri 12:00", """
        flags                             no_events
        frt_business_seconds              1:00
        full_resolution_business_seconds  3:00
        """);

    [Fact]
    public void A_ticket_of_many_years_is_not_cut_off() => GoldenCase.Gives("""
        2009-03-02 09:00  created
        2009-03-02 09:00  customer
        """, asOf: "Mon 09:00", """
        flags                           none
        first_response.elapsed_seconds  35480:00
        frt_sla_status                  breached
        """);
}
