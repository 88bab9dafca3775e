using NodaTime;
using Shouldly;
using TelegramCrm.Sync.Reports;

namespace TelegramCrm.Sync.Tests.Reports;

public sealed class ReportRunTests : IDisposable
{
    private readonly SupportTeam team = new();

    [Fact]
    public void Every_page_and_a_csv_of_each_table_are_written_and_nothing_else_is_left()
    {
        var files = team.Write();

        files.ShouldBe(Directory.GetFiles(team.Folder), ignoreOrder: true);
        files.Select(Path.GetFileName).ShouldBe(
            [
                "service-levels.arrivals.csv", "service-levels.by-agent.csv", "service-levels.by-day.csv", "service-levels.by-priority.csv",
                "service-levels.by-queue.csv", "service-levels.headline.csv", "service-levels.worst-breaches.csv", "service-levels.html",
                "template-usage.articles.csv", "template-usage.by-agent.csv", "template-usage.by-day.csv", "template-usage.headline.csv",
                "template-usage.stale-templates.csv", "template-usage.top-templates.csv", "template-usage.html",
            ]);
    }

    [Fact]
    public void A_ticket_counts_on_the_local_day_it_was_created_and_only_within_the_period()
    {
        team.Ticket("before", "2026-02-22 22:59:59+00") // 23:59:59 on the Sunday before, in Berlin
            .Ticket("first", "2026-02-22 23:00:00+00")
            .Ticket("last", "2026-03-01 22:59:59+00")
            .Ticket("after", "2026-03-01 23:00:00+00");

        team.Csv("service-levels.headline.csv").ShouldContain("current,2,");
        team.Csv("service-levels.headline.csv").ShouldContain("previous,1,");
        Lines("service-levels.by-day.csv").Skip(1).Select(line => line[..12]).ShouldBe(
            ["2026-02-23,1", "2026-02-24,0", "2026-02-25,0", "2026-02-26,0", "2026-02-27,0", "2026-02-28,0", "2026-03-01,1"]);
    }

    [Fact]
    public void An_hour_that_the_clock_change_repeats_counts_both_times_and_the_skipped_one_never()
    {
        var autumn = new ReportPeriod(new LocalDate(2025, 10, 26), new LocalDate(2025, 10, 26), SupportTeam.Berlin);
        team.Ticket("summer", "2025-10-26 00:30:00+00").Ticket("winter", "2025-10-26 01:30:00+00").Ticket("next", "2025-10-26 02:00:00+00");

        Lines("service-levels.arrivals.csv", autumn).ShouldBe(["weekday,hour,tickets", "7,2,2", "7,3,1"]);
    }

    [Fact]
    public void Hours_are_told_by_clocks_that_are_half_an_hour_off()
    {
        var kolkata = new ReportPeriod(new LocalDate(2026, 2, 23), new LocalDate(2026, 3, 1), DateTimeZoneProviders.Tzdb["Asia/Kolkata"]);
        team.Ticket("nine", "2026-02-24 03:30:00+00").Ticket("still eight", "2026-02-24 03:29:59+00");

        Lines("service-levels.arrivals.csv", kolkata).ShouldBe(["weekday,hour,tickets", "2,8,1", "2,9,1"]);
    }

    [Fact]
    public void A_share_is_of_the_targets_that_are_settled_and_absent_when_none_is()
    {
        team.Ticket("met", "2026-02-24 10:00:00+00", frtStatus: "met", frt: 600, resolutionStatus: "running")
            .Ticket("late", "2026-02-24 11:00:00+00", frtStatus: "breached", frt: 11520)
            .Ticket("open", "2026-02-24 12:00:00+00", frtStatus: "warning");

        Lines("service-levels.by-queue.csv")[1].ShouldBe("Billing,3,1,1,0.5,0,0,,600,11520,,");
        team.ServiceLevels().ShouldContain("50.0\u00A0%");
        team.ServiceLevels().ShouldContain("3\u00A0h\u00A012\u00A0m");
    }

    [Fact]
    public void Templates_used_before_but_no_longer_stay_in_the_comparison_and_among_the_unused()
    {
        team.Template("t1", "Greeting", "2026-02-24 10:00:00+00", 1).Template("t2", "Old greeting", "2026-02-18 10:00:00+00", 2).Template("t3", "Never sent")
            .Reply("m1", "2026-02-24 10:00:00+00", template: "t1", edited: true)
            .Reply("m2", "2026-02-24 11:00:00+00")
            .Reply("m3", "2026-02-18 10:00:00+00", template: "t2");

        Lines("template-usage.top-templates.csv").Skip(1).ShouldBe(["t1,Greeting,1,0,0.5,1,1,1,0", "t2,Old greeting,0,1,0,0,0,,0"]);
        Lines("template-usage.stale-templates.csv").Skip(1).ShouldBe(["t3,Never sent,0,,", "t2,Old greeting,2,2026-02-18T10:00:00Z,12"]);
    }

    [Fact]
    public void The_last_days_end_with_the_day_before_the_figures_were_computed()
    {
        SupportTeam.Week.First.ShouldBe(new LocalDate(2026, 2, 23));
        SupportTeam.Week.Last.ShouldBe(new LocalDate(2026, 3, 1));
        SupportTeam.Week.PreviousFromAt.ShouldBe(Instant.FromUtc(2026, 2, 15, 23, 0));
    }

    public void Dispose() => team.Dispose();

    private string[] Lines(string csv, ReportPeriod? period = null) => team.Csv(csv, period).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
