using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks.Golden;

/// <summary>The first response, as docs/metrics.md defines it.</summary>
public sealed class FirstResponseCases
{
    [Fact]
    public void Bots_system_messages_and_notes_never_stop_the_clock() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 09:00  customer
        Mon 09:01  bot
        Mon 09:02  system
        Mon 09:03  note
        Mon 11:00  agent
        """, asOf: "Fri 12:00", """
        first_response_at     Mon 11:00
        frt_calendar_seconds  2:00
        frt_business_seconds  2:00
        reply_count           1
        """);

    [Fact]
    public void An_agents_word_before_the_customer_wrote_is_no_response_and_the_ticket_is_the_agents() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 09:00  agent
        Mon 10:00  customer
        Mon 11:00  agent
        """, asOf: "Fri 12:00", """
        first_response_at      -
        frt_business_seconds   -
        frt_sla_status         -
        first_response.status  none
        """);

    [Fact]
    public void A_ticket_that_an_agent_created_has_no_first_response() => GoldenCase.Gives("""
        Mon 09:00  created by agent
        Mon 09:30  customer
        Mon 11:00  agent
        """, asOf: "Fri 12:00", """
        frt_business_seconds   -
        first_response.status  none
        """);

    [Fact]
    public void A_reply_before_opening_took_no_working_time() => GoldenCase.Gives("""
        Mon 06:00  created
        Mon 06:00  customer
        Mon 07:00  agent
        """, asOf: "Fri 12:00", """
        frt_calendar_seconds  1:00
        frt_business_seconds  0:00
        frt_sla_status        met
        """);

    [Fact]
    public void A_reply_after_closing_counts_until_closing() => GoldenCase.Gives("""
        Mon 16:00  created
        Mon 16:00  customer
        Mon 20:00  agent
        """, asOf: "Fri 12:00", """
        frt_calendar_seconds  4:00
        frt_business_seconds  1:00
        """);

    [Fact]
    public void A_message_of_the_same_instant_with_a_later_id_came_later() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 10:00  customer
        Mon 10:00  agent
        Mon 12:00  agent
        """, asOf: "Fri 12:00", """
        first_response_at     Mon 10:00
        frt_business_seconds  1:00
        """);

    [Fact]
    public void Pauses_do_not_stop_the_first_response() => GoldenCase.Gives("""
        Mon 09:00  created
        Mon 09:00  customer
        Mon 10:00  pending
        Mon 12:00  open
        Mon 13:00  agent
        """, asOf: "Fri 12:00", """
        frt_business_seconds     4:00
        replies.reply_business_seconds  2:00
        """);

    [Fact]
    public void Where_bots_count_a_bots_reply_after_the_customer_wrote_is_the_first_response() => GoldenCase.Gives(With(new() { CountBots = true }), """
        Mon 09:00  created
        Mon 09:00  bot
        Mon 09:10  customer
        Mon 09:15  bot
        Mon 11:00  agent
        """, asOf: "Fri 12:00", """
        first_response_at     Mon 09:15
        frt_business_seconds  0:15
        reply_count           1
        """);

    [Fact]
    public void The_clock_may_start_where_the_bot_hands_over() => GoldenCase.Gives(With(new() { StartsAt = "bot_handoff" }), """
        Mon 09:00  created
        Mon 09:00  customer
        Mon 09:00  assigned botdesk
        Mon 09:01  bot
        Mon 10:00  assigned ann
        Mon 11:30  agent
        """, asOf: "Fri 12:00", """
        frt_calendar_seconds       1:30
        frt_business_seconds       1:30
        first_response.started_at  Mon 10:00
        first_response.due_at      Mon 14:00
        """);

    [Fact]
    public void While_the_bot_holds_a_ticket_the_clock_has_not_started() => GoldenCase.Gives(With(new() { StartsAt = "bot_handoff" }), """
        Mon 09:00  created
        Mon 09:00  customer
        Mon 09:01  bot
        """, asOf: "Fri 12:00", """
        frt_business_seconds   -
        frt_sla_status         -
        first_response.status  none
        """);

    [Fact]
    public void A_ticket_that_no_bot_held_counts_from_its_creation() => GoldenCase.Gives(With(new() { StartsAt = "bot_handoff" }), """
        Mon 09:00  created
        Mon 09:00  customer
        Mon 10:00  assigned ann
        Mon 11:00  agent
        """, asOf: "Fri 12:00", """
        frt_business_seconds  2:00
        """);

    [Fact]
    public void The_clock_may_start_at_the_first_assignment() => GoldenCase.Gives(With(new() { StartsAt = "assignment" }), """
        Mon 09:00  created
        Mon 09:00  customer
        Mon 12:00  assigned ann
        Mon 13:00  assigned bob
        Mon 15:00  agent
        """, asOf: "Fri 12:00", """
        frt_calendar_seconds       3:00
        frt_business_seconds       3:00
        first_response.status      met
        resolution.elapsed_seconds  35:00
        """);

    [Fact]
    public void A_ticket_that_was_answered_before_anyone_had_it_counts_from_its_creation() => GoldenCase.Gives(With(new() { StartsAt = "assignment" }), """
        Mon 09:00  created
        Mon 09:00  customer
        Mon 11:00  agent
        Mon 12:00  assigned ann
        """, asOf: "Fri 12:00", """
        frt_business_seconds       2:00
        first_response.started_at  Mon 09:00
        """);

    private static ClockWarehouse With(FirstResponseConfiguration firstResponse) => new() { Options = new() { FirstResponse = firstResponse } };
}
