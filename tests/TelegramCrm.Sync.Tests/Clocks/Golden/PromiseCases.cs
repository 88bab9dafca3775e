using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks.Golden;

/// <summary>Promises, as docs/metrics.md defines them: targets, due times, warnings, pauses, versions and overrides.</summary>
public sealed class PromiseCases
{
    private const int Hour = 3600;

    private const string Asked = """
        Mon 09:00  created
        Mon 09:00  customer
        """;

    [Fact]
    public void A_target_used_up_exactly_at_closing_is_due_at_closing_and_broken_a_second_after_the_next_opening() => GoldenCase.Gives("""
        Mon 13:00  created
        Mon 13:00  customer
        """, asOf: "Tue 09:00", """
        first_response.due_at          Mon 17:00
        first_response.breach_at       Tue 09:00:01
        first_response.status          warning
        first_response.breach_seconds  -
        """);

    [Fact]
    public void Within_the_hours_it_is_broken_a_second_after_it_was_due() => GoldenCase.Gives(Asked, asOf: "Mon 13:00:01", """
        first_response.due_at          Mon 13:00
        first_response.breach_at       Mon 13:00:01
        first_response.status          breached
        first_response.breach_seconds  0:00:01
        """);

    [Fact]
    public void A_warning_comes_with_its_share_of_the_target() => GoldenCase.Gives(Policy(policy => policy with { WarningShare = 0.5 }), Asked, asOf: "Mon 11:00", """
        first_response.warn_at  Mon 11:00
        first_response.status   warning
        resolution.warn_at      Mon 17:00
        resolution.status       running
        """);

    [Fact]
    public void A_pause_pushes_the_due_time_by_its_working_length_and_a_pause_over_night_by_no_more() => GoldenCase.Gives($"""
        {Asked}
        Mon 10:00  open
        Mon 16:00  pending
        Tue 11:00  open
        """, asOf: "Tue 12:00", """
        resolution.elapsed_seconds  8:00
        resolution.due_at           Wed 12:00
        """);

    [Fact]
    public void Two_pauses_within_a_minute_keep_their_seconds() => GoldenCase.Gives("""
        Mon 09:00     created
        Mon 10:00:05  pending
        Mon 10:00:15  open
        Mon 10:00:25  pending
        Mon 10:00:45  open
        """, asOf: "Mon 11:00", """
        resolution.elapsed_seconds  1:59:30
        resolution.due_at           Wed 09:00:30
        """);

    [Fact]
    public void While_a_clock_is_paused_nobody_knows_when_it_is_due() => GoldenCase.Gives($"""
        {Asked}
        Mon 10:00  on_hold
        """, asOf: "Wed 10:00", """
        resolution.status           paused
        resolution.due_at           -
        resolution.breach_at        -
        resolution.elapsed_seconds  1:00
        """);

    [Fact]
    public void The_resolution_clock_resumes_when_the_ticket_is_reopened() => GoldenCase.Gives($"""
        {Asked}
        Mon 17:00  resolved
        Wed 09:00  reopened
        """, asOf: "Wed 11:00", """
        resolution.status           running
        resolution.elapsed_seconds  10:00
        resolution.due_at           Wed 17:00
        """);

    [Fact]
    public void A_bot_that_resolved_a_ticket_leaves_its_first_response_where_it_is() => GoldenCase.Gives($"""
        {Asked}
        Mon 09:01  bot
        Mon 09:01  resolved
        Thu 09:00  reopened
        Thu 09:30  agent
        """, asOf: "Fri 12:00", """
        frt_business_seconds        24:30
        replies.ended_by            resolution
        resolution.elapsed_seconds  11:01
        """);

    [Fact]
    public void Only_who_waits_is_promised_a_next_reply() => GoldenCase.Gives($"""
        {Asked}
        Mon 10:00  agent
        Tue 09:00  customer
        Tue 12:00  agent
        """, asOf: "Fri 12:00", """
        next_reply[1].status          met
        next_reply[2].status          breached
        next_reply[2].breach_seconds  1:00
        next_reply[3].status          none
        """);

    [Fact]
    public void A_calendar_target_counts_nights_and_week_ends() => GoldenCase.Gives(new ClockWarehouse { Policies = [Given.Policy(businessTime: false)] }, """
        Fri 16:00  created
        Fri 16:00  customer
        """, asOf: "Fri 17:00", """
        first_response.due_at     Fri 20:00
        first_response.breach_at  Fri 20:00:01
        resolution.due_at         Sat 08:00
        """);

    [Fact]
    public void A_target_is_not_rounded_to_minutes() => GoldenCase.Gives(Policy(policy => policy with { Targets = [new("first_response", 59)] }), """
        Mon 09:00  created
        Mon 09:00  customer
        Mon 09:01  agent
        """, asOf: "Fri 12:00", """
        first_response.due_at          Mon 09:00:59
        first_response.status          breached
        first_response.breach_seconds  0:00:01
        resolution.status              none
        """);

    [Fact]
    public void A_later_priority_rewrites_no_promise_that_was_kept() => GoldenCase.Gives(Urgent(), $"""
        {Asked}
        Mon 11:00  agent
        Mon 12:00  priority urgent
        """, asOf: "Fri 12:00", """
        first_response.policy  standard
        first_response.status  met
        resolution.policy      urgent
        """);

    [Fact]
    public void A_priority_that_changed_before_the_answer_counts_from_the_creation() => GoldenCase.Gives(Urgent(), $"""
        {Asked}
        Mon 10:30  priority urgent
        Mon 11:00  agent
        """, asOf: "Fri 12:00", """
        first_response.policy          urgent
        first_response.due_at          Mon 10:00
        first_response.breach_seconds  1:00
        """);

    [Fact]
    public void A_policy_that_was_taken_away_leaves_no_promise() => GoldenCase.Gives(new ClockWarehouse { Policies = [] }, Asked, asOf: "Fri 12:00", """
        sla_policy             -
        frt_sla_status         -
        first_response.status  none
        """);

    [Fact]
    public void The_terms_in_force_at_the_event_hold_and_later_ones_rewrite_nothing() => GoldenCase.Gives(FromTuesday(), """
        Mon 15:00  created
        Mon 15:00  customer
        Mon 16:30  agent
        Tue 15:00  resolved
        """, asOf: "Fri 12:00", """
        first_response.target_seconds  4:00
        first_response.status          met
        resolution.target_seconds      6:00
        resolution.status              breached
        """);

    [Fact]
    public void A_clock_that_runs_has_the_terms_in_force_now() => GoldenCase.Gives(FromTuesday(), "Mon 15:00  created\nMon 15:00  customer", asOf: "Tue 09:30", """
        first_response.target_seconds  1:00
        first_response.due_at          Mon 16:00
        first_response.status          breached
        """);

    [Fact]
    public void The_pause_statuses_of_a_version_hold_from_its_date_on() => GoldenCase.Gives(FromTuesday(), """
        Mon 15:00  created
        Mon 16:00  pending
        Tue 10:00  open
        """, asOf: "Tue 11:00", """
        resolution.elapsed_seconds  3:00
        """);

    [Theory]
    [InlineData("urgent", "gold", "0:15")]
    [InlineData("urgent", "basic", "0:30")]
    [InlineData("normal", "gold", "2:00")]
    [InlineData("normal", "basic", "4:00")]
    public void Targets_go_by_priority_and_tier_and_the_first_override_that_matches_holds(string priority, string tier, string target) => GoldenCase.Gives(Policy(policy => policy with
    {
        Overrides =
        [
            new() { Priorities = ["urgent"], Tiers = ["gold"], Targets = [new("first_response", 900)] },
            new() { Priorities = ["urgent"], Targets = [new("first_response", 1800)] },
            new() { Tiers = ["gold"], Targets = [new("first_response", 2 * Hour)] },
        ],
    }), $"tier {tier}\nbegins as {priority}\n{Asked}", asOf: "Mon 09:01", $"""
        first_response.target_seconds  {target}
        resolution.target_seconds      16:00
        """);

    private static ClockWarehouse Policy(Func<SlaPolicy, SlaPolicy> change) => new() { Policies = [change(Given.Policy())] };

    private static ClockWarehouse Urgent() => new()
    {
        Policies = [new() { Name = "urgent", When = new() { Priorities = ["urgent"] }, Targets = [new("first_response", Hour), new("resolution", 8 * Hour)] }, Given.Policy()],
    };

    private static ClockWarehouse FromTuesday() => Policy(policy => policy with
    {
        Versions = [new() { From = new LocalDate(2026, 3, 3), Targets = [new("first_response", Hour), new("resolution", 6 * Hour)], PauseStatuses = ["on_hold"] }],
    });
}
