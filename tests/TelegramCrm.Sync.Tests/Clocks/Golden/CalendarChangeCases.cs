using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks.Golden;

/// <summary>A ticket that moves from the office (nine to five) to the night queue, which is open around the clock, under each of the options.</summary>
public sealed class CalendarChangeCases
{
    private const string Moved = """
        Mon 15:00  created
        Mon 15:00  customer
        Mon 20:00  queue night
        Tue 01:00  agent
        Tue 02:00  customer
        Tue 03:00  queue day
        Tue 10:00  agent
        Tue 11:00  resolved
        """;

    [Fact]
    public void Each_calendar_counts_for_the_time_it_applied() => GoldenCase.Gives(With("each"), Moved, asOf: "Fri 12:00", """
        calendar_id                         office
        frt_business_seconds                7:00
        replies.reply_business_seconds      7:00, 2:00
        full_resolution_business_seconds    11:00
        agent_work_business_seconds         11:00
        """);

    [Fact]
    public void The_calendar_at_the_event_counts_for_all_of_a_clock() => GoldenCase.Gives(With("at_event"), Moved, asOf: "Fri 12:00", """
        calendar_id                         office
        frt_business_seconds                10:00
        frt_sla_status                      breached
        first_response.due_at               Mon 19:00
        replies.reply_business_seconds      10:00, 1:00
        full_resolution_business_seconds    4:00
        resolution.elapsed_seconds          4:00
        agent_work_business_seconds         4:00
        spans.business_seconds              4:00, -
        """);

    [Fact]
    public void The_calendar_of_the_creation_counts_for_everything() => GoldenCase.Gives(With("at_creation"), Moved, asOf: "Fri 12:00", """
        calendar_id                         office
        frt_business_seconds                2:00
        frt_sla_status                      met
        first_response.due_at               Tue 11:00
        replies.reply_business_seconds      2:00, 1:00
        full_resolution_business_seconds    4:00
        spans.business_seconds              4:00, -
        """);

    [Fact]
    public void While_a_clock_runs_the_calendar_at_the_event_is_the_one_that_holds_now() => GoldenCase.Gives(With("at_event"), """
        Mon 15:00  created
        Mon 15:00  customer
        Mon 20:00  queue night
        """, asOf: "Mon 21:00", """
        calendar_id                     night
        first_response.elapsed_seconds  6:00
        first_response.due_at           Mon 19:00
        frt_sla_status                  breached
        agent_work_business_seconds     6:00
        """);

    [Fact]
    public void A_later_resolution_may_then_take_less_working_time_than_an_earlier_one() => GoldenCase.Gives(With("at_event"), """
        begins in night
        Mon 17:00  created
        Tue 05:00  resolved
        Tue 06:00  reopened
        Tue 07:00  queue day
        Tue 10:00  resolved
        """, asOf: "Fri 12:00", """
        first_resolution_business_seconds   12:00
        full_resolution_business_seconds    1:00
        active_resolution_business_seconds  1:00
        """);

    [Fact]
    public void Pauses_are_left_out_whichever_calendar_counts() => GoldenCase.Gives(With("at_event"), """
        Mon 15:00  created
        Mon 15:00  customer
        Mon 16:00  pending
        Mon 18:00  queue night
        Mon 19:00  open
        """, asOf: "Mon 20:00", """
        resolution.elapsed_seconds  2:00
        resolution.due_at           Tue 10:00
        next_reply.elapsed_seconds  2:00
        """);

    private static ClockWarehouse With(string calendarChange) => new()
    {
        Calendars = [Given.Office(), Given.AlwaysOpen("night")],
        Rules = [new("night", new TicketCondition { Queues = ["night"] })],
        Options = new() { CalendarChange = calendarChange },
    };
}
