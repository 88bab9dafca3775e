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
                "service-levels.by-agent.csv", "service-levels.by-day.csv", "service-levels.by-priority.csv", "service-levels.by-queue.csv",
                "service-levels.headline.csv", "service-levels.hours-of-week.csv", "service-levels.promises.csv", "service-levels.worst-breaches.csv", "service-levels.html",
                "template-usage.articles.csv", "template-usage.by-agent.csv", "template-usage.by-day.csv", "template-usage.by-language.csv", "template-usage.by-queue.csv", "template-usage.candidates.csv", "template-usage.effects.csv",
                "template-usage.headline.csv", "template-usage.stale-templates.csv", "template-usage.top-templates.csv", "template-usage.html",
                "sync-health.by-day.csv", "sync-health.data-tests.csv", "sync-health.failed-requests.csv", "sync-health.headline.csv", "sync-health.inbox.csv", "sync-health.pushes.csv",
                "sync-health.quarantine.csv", "sync-health.steps.csv", "sync-health.streams.csv", "sync-health.troubles.csv", "sync-health.webhooks.csv", "sync-health.html",
            ]);
    }

    [Fact]
    public void A_ticket_counts_on_the_local_day_it_was_created_and_only_within_the_period()
    {
        team.Ticket("before", "2026-02-22 22:59:59+00") // 23:59:59 on the Sunday before, in Berlin
            .Ticket("first", "2026-02-22 23:00:00+00")
            .Ticket("last", "2026-03-01 22:59:59+00")
            .Ticket("after", "2026-03-01 23:00:00+00");

        Lines("service-levels.headline.csv")[0].ShouldStartWith("tickets,previous_tickets,");
        Lines("service-levels.headline.csv")[1].ShouldStartWith("2,1,");
        Lines("service-levels.by-day.csv").Skip(1).Select(line => line[..12]).ShouldBe(
            ["2026-02-23,1", "2026-02-24,0", "2026-02-25,0", "2026-02-26,0", "2026-02-27,0", "2026-02-28,0", "2026-03-01,1"]);
    }

    [Fact]
    public void An_hour_that_the_clock_change_repeats_counts_both_times_and_the_skipped_one_never()
    {
        var autumn = new ReportPeriod(new LocalDate(2025, 10, 26), new LocalDate(2025, 10, 26), SupportTeam.Berlin);
        team.Ticket("summer", "2025-10-26 00:30:00+00").Ticket("winter", "2025-10-26 01:30:00+00").Ticket("next", "2025-10-26 02:00:00+00");

        Lines("service-levels.hours-of-week.csv", autumn).ShouldBe(["weekday,hour,tickets,frt_met,frt_breached,frt_met_share", "7,2,2,0,0,", "7,3,1,0,0,"]);
    }

    [Fact]
    public void Hours_are_told_by_clocks_that_are_half_an_hour_off()
    {
        var kolkata = new ReportPeriod(new LocalDate(2026, 2, 23), new LocalDate(2026, 3, 1), DateTimeZoneProviders.Tzdb["Asia/Kolkata"]);
        team.Ticket("nine", "2026-02-24 03:30:00+00").Ticket("still eight", "2026-02-24 03:29:59+00");

        Lines("service-levels.hours-of-week.csv", kolkata).Skip(1).ShouldBe(["2,8,1,0,0,", "2,9,1,0,0,"]);
    }

    [Fact]
    public void A_share_is_of_the_targets_that_are_settled_and_absent_when_none_is()
    {
        team.Ticket("met", "2026-02-24 10:00:00+00", frtStatus: "met", frt: 600, resolutionStatus: "running")
            .Ticket("late", "2026-02-24 11:00:00+00", frtStatus: "breached", frt: 11520)
            .Ticket("open", "2026-02-24 12:00:00+00", frtStatus: "warning");

        Lines("service-levels.by-queue.csv")[1].ShouldStartWith("Billing,Billing,3,0,1,1,0.5,,600,,11520,,0,0,");
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

        Lines("template-usage.top-templates.csv").Skip(1).ShouldBe(["t1,Greeting,,1,0,0.5,0,1,1,1,0", "t2,Old greeting,,0,1,0,1,0,0,,0"]);
        Lines("template-usage.stale-templates.csv").Skip(1).ShouldBe(["t3,Never sent,,0,,,", "t2,Old greeting,,2,2026-02-18T10:00:00Z,12,"]);
    }

    [Fact]
    public void The_last_days_end_with_the_day_before_the_figures_were_computed()
    {
        SupportTeam.Week.First.ShouldBe(new LocalDate(2026, 2, 23));
        SupportTeam.Week.Last.ShouldBe(new LocalDate(2026, 3, 1));
        SupportTeam.Week.PreviousFromAt.ShouldBe(Instant.FromUtc(2026, 2, 15, 23, 0));
    }

    [Fact]
    public void An_exchange_counts_with_its_ticket_and_stands_beside_the_period_before()
    {
        team.Ticket("now", "2026-02-24 10:00:00+00").Exchange("now", 1, 600, "met").Exchange("now", 2, 9000, "breached").Exchange("now", 3, 60, "running")
            .Ticket("before", "2026-02-17 10:00:00+00").Exchange("before", 1, 1200, "met");

        Lines("service-levels.promises.csv")[2].ShouldBe("next_reply,1,1,1,0.5,600,9000,1,0,0,1,1200,1200");
    }

    [Fact]
    public void A_report_on_one_queue_leaves_out_what_happened_in_the_others()
    {
        team.Queue("q1", "Billing").Queue("Sales", "Sales")
            .Ticket("T1", "2026-02-24 10:00:00+00", queue: "Sales", frtStatus: "met").Ticket("T2", "2026-02-24 10:00:00+00", queue: "Billing", frtStatus: "breached")
            .Template("t1", "Greeting").Reply("m1", "2026-02-24 10:00:00+00", template: "t1").About = " sales ";

        Lines("service-levels.by-queue.csv").Length.ShouldBe(2);
        Lines("service-levels.headline.csv")[1].ShouldStartWith("1,0,1,0,1,");
        Lines("template-usage.headline.csv")[1].ShouldStartWith("1,0,"); // T1's
        team.ServiceLevels().ShouldContain("""Queue: <bdi dir="auto">Sales</bdi>""");
        new ReportScope(SupportTeam.Week, new("../a b", "x")).FolderIn("reports").ShouldBe(Path.Combine("reports", "queues", "__%2Fa%20b"));
    }

    [Fact]
    public void A_queue_that_is_not_known_is_refused_with_those_whose_names_are_near()
    {
        team.Queue("q1", "Billing").Queue("q2", "Sales").Queue("q3", "Sales");

        team.About = "Biling";
        Should.Throw<UnknownQueueException>(() => team.Write()).Message.ShouldBe("--queue: there is no queue \"Biling\"; did you mean \"Billing\"?");
        team.About = "sales";
        Should.Throw<UnknownQueueException>(() => team.Write()).Message.ShouldBe("--queue: 2 queues are called \"sales\"; name one by its id: q2, q3");
        team.About = "q3";
        team.Write().ShouldNotBeEmpty();
    }

    [Fact]
    public void The_health_of_the_sync_is_told_up_to_the_moment_when_the_last_days_are_reported_and_to_their_end_otherwise()
    {
        team.Run("old", "2026-02-24 10:00:00+00", "done").Run("today", "2026-03-02 05:00:00+00", "partial", "tickets: gave up").Run("since", "2026-03-02 07:00:00+00", "failed", "down");
        team.WrittenAt = SupportTeam.AsOf + Duration.FromHours(2);

        Lines("sync-health.headline.csv")[1].ShouldStartWith("3,0,2,0,");
        Lines("sync-health.troubles.csv").Skip(1).Select(line => line.Split(',')[0]).ShouldBe(["since", "today"]);
        var before = new ReportPeriod(new LocalDate(2026, 2, 20), new LocalDate(2026, 2, 26), SupportTeam.Berlin);
        Lines("sync-health.headline.csv", before)[1].ShouldStartWith("1,0,0,0,");
    }

    public void Dispose() => team.Dispose();

    private string[] Lines(string csv, ReportPeriod? period = null) => team.Csv(csv, period).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
