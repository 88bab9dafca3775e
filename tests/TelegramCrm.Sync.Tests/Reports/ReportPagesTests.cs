using System.Text.RegularExpressions;
using NodaTime;
using Shouldly;
using TelegramCrm.Sync.Reports;

namespace TelegramCrm.Sync.Tests.Reports;

public sealed partial class ReportPagesTests : IDisposable
{
    private const string Attack = """<script>alert("1")</script>""";
    private readonly SupportTeam team = new();

    [Fact]
    public void The_service_levels_page_is_as_approved()
    {
        BusyWeek();
        Body(team.ServiceLevels()).ShouldMatchApproved(options => options.WithFilenameGenerator((_, _, type, extension) => $"ServiceLevelsPage.{type}.{extension}"));
    }

    [Fact]
    public void The_template_usage_page_is_as_approved()
    {
        BusyWeek();
        Body(team.TemplateUsage()).ShouldMatchApproved(options => options.WithFilenameGenerator((_, _, type, extension) => $"TemplateUsagePage.{type}.{extension}"));
    }

    [Fact]
    public void The_sync_health_page_is_as_approved()
    {
        BusyWeek();
        team.Run("r1", "2026-02-24 10:00:00+00", "done").Run("r2", "2026-02-25 10:00:00+00", "failed", "the CRM is <away>");
        Body(team.SyncHealth()).ShouldMatchApproved(options => options.WithFilenameGenerator((_, _, type, extension) => $"SyncHealthPage.{type}.{extension}"));
    }

    [Fact]
    public void A_template_without_a_title_is_told_by_its_id_and_one_that_is_gone_is_marked()
    {
        team.Template("t1", null).Template("t2", " ").Template("t3", "Bye").Reply("m1", "2026-02-24 10:00:00+00", template: "t1").Reply("m2", "2026-02-24 10:00:00+00", template: "t2")
            .Reply("m3", "2026-02-24 10:00:00+00", template: "t3").Reply("m4", "2026-02-24 10:00:00+00", template: "t4").Ticket("T1", "2026-02-24 10:00:00+00");
        Dapper.SqlMapper.Execute(team.Connection, "update analytics.templates set deleted_at = now() where template_id = 't3'");

        var page = team.TemplateUsage();
        page.ShouldContain("""<th scope="row"><bdi dir="auto">No title (t1)</bdi></th>""");
        page.ShouldContain("""<th scope="row"><bdi dir="auto">No title (t2)</bdi></th>""");
        page.ShouldContain("""<th scope="row"><bdi dir="auto">Bye</bdi> <span class="mark">deleted</span></th>""");
        page.ShouldContain("""<th scope="row"><bdi dir="auto">No title (t4)</bdi> <span class="mark">not in the CRM</span></th>""");
    }

    [Fact]
    public void Markup_in_what_people_wrote_stays_text()
    {
        team.Ticket("T1", "2026-02-24 10:00:00+00", subject: Attack, queue: "\" onmouseover=\"x", agent: Attack, priority: Attack).Breach("T1", "resolution", 3600, 60);
        team.Template("t1", Attack).Agent("anna", Attack).Article("a1", Attack, 1).Reply("m1", "2026-02-24 10:00:00+00", template: "t1");

        foreach (var page in new[] { team.ServiceLevels(), team.TemplateUsage() })
        {
            page.ShouldContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
            page.ShouldNotContain("<script>alert");
            page.ShouldNotContain("\" onmouseover");
        }
    }

    [Fact]
    public void The_policy_allows_the_script_and_styles_of_the_page_and_no_others()
    {
        var page = team.ServiceLevels();
        var policy = Policy().Match(page).Groups["policy"].Value;

        policy.ShouldStartWith("default-src 'none'; ");
        policy.ShouldContain($"script-src '{HashOf(page, "script")}';");
        policy.ShouldContain($"style-src '{HashOf(page, "style")}';");
        policy.ShouldNotContain("unsafe");
        page.ShouldNotContain(" style=");
    }

    [Fact]
    public void Nothing_is_fetched_from_elsewhere()
    {
        BusyWeek();
        var files = team.Write().Select(file => Path.GetFileName(file)!).ToList();

        foreach (var page in new[] { team.ServiceLevels(), team.TemplateUsage() })
        {
            foreach (Match reference in Reference().Matches(page))
            {
                var target = reference.Groups["target"].Value;
                (target == "data:," || files.Contains(target)).ShouldBeTrue(target);
            }
            page.ShouldNotContain("://");
            page.ShouldNotContain("@import");
            page.ShouldNotContain("url(");
        }
    }

    [Fact]
    public void Text_of_any_direction_is_kept_apart_from_its_neighbours()
    {
        team.Ticket("T1", "2026-02-24 10:00:00+00", subject: "سفارش من 📦", queue: "پشتیبانی").Breach("T1", "resolution", 3600, 60);

        team.ServiceLevels().ShouldContain("""<td class="wide"><bdi dir="auto">سفارش من 📦</bdi></td>""");
        team.ServiceLevels().ShouldContain("""<th scope="row"><bdi dir="auto">پشتیبانی</bdi></th>""");
    }

    [Fact]
    public void A_period_without_data_says_so()
    {
        BusyWeek();
        var longAgo = new ReportPeriod(new LocalDate(2020, 1, 1), new LocalDate(2020, 1, 7), DateTimeZone.Utc);

        team.ServiceLevels(longAgo).ShouldContain("No tickets were created in this period.");
        team.ServiceLevels(longAgo).ShouldNotContain("<svg");
        team.SyncHealth(longAgo).ShouldContain("No run began in this period.");
        team.TemplateUsage(longAgo).ShouldContain("No template was used in this period.");
        team.Csv("service-levels.by-queue.csv", longAgo).ShouldStartWith("queue_id,queue_name,tickets,");
    }

    [Fact]
    public void A_csv_quotes_what_needs_it_and_disarms_formulas()
    {
        team.Template("t1", "=HYPERLINK(\"x\")").Template("t2", "Hello, \"you\"\nthere").Template("t3", "-1").Template("t4", "плюс");

        team.Csv("template-usage.stale-templates.csv").ShouldBe(
            "template_id,title,standing,usages,last_used_at,unused_days,updated_at\r\n"
            + "t3,'-1,,0,,,\r\n"
            + "t1,\"'=HYPERLINK(\"\"x\"\")\",,0,,,\r\n"
            + "t2,\"Hello, \"\"you\"\"\nthere\",,0,,,\r\n"
            + "t4,плюс,,0,,,\r\n");
    }

    public void Dispose() => team.Dispose();

    private void BusyWeek() => team
        .Agent("anna", "Anna Schmidt").Agent("bo", "Bo Chen")
        .Ticket("T1", "2026-02-23 08:10:00+00", "Invoice <2> & VAT", "urgent", frt: 300, frtStatus: "met", resolution: 7200, resolutionStatus: "met")
        .Ticket("T2", "2026-02-23 09:45:00+00", "سفارش من نرسیده است", "high", "پشتیبانی", "سارا", 20000, "breached", 200_000, "breached")
        .Ticket("T3", "2026-02-25 15:00:00+00", "App crashes 📦", agent: null, queue: null, frtStatus: "running", resolutionStatus: "running")
        .Ticket("T4", "2026-03-01 22:00:00+00", frt: 59, frtStatus: "met")
        .Exchange("T1", 1, 300, "met").Exchange("T2", 1, 20000, "breached").Queue("Billing", "Billing & invoices")
        .Ticket("T0", "2026-02-17 08:00:00+00", frt: 900, frtStatus: "met", resolution: 3600, resolutionStatus: "met")
        .Breach("T2", "first_response", 14400, 5600, "2026-02-24 09:00:00+00").Breach("T2", "resolution", 115_200, 84_800)
        .Template("t1", "Greeting & thanks", "2026-02-27 10:00:00+00", 12).Template("t2", "بازنشانی گذرواژه", "2026-02-24 10:00:00+00", 3)
        .Template("t3", "Holiday notice", "2025-12-24 10:00:00+00", 40).Template("t4", "Never sent").Candidate("Have you tried <turning it off>?", 7)
        .Article("KB-1", "How to reset", 12).Article("KB-2", null, 0)
        .Reply("m1", "2026-02-23 10:00:00+00", template: "t1", edited: false).Reply("m2", "2026-02-24 10:00:00+00", "bo", "t2", true)
        .Reply("m3", "2026-02-27 10:00:00+00", "bo", "t1").Reply("m4", "2026-02-27 11:00:00+00").Reply("m0", "2026-02-18 11:00:00+00", template: "t1");

    /// <summary>The page without its style sheet and script, which have their own tests in a browser's eyes: the policy's hashes.</summary>
    private static string Body(string page) => page[page.IndexOf("<body>", StringComparison.Ordinal)..page.IndexOf("<script>", StringComparison.Ordinal)];

    private static string HashOf(string page, string tag)
    {
        var text = Regex.Match(page, $"<{tag}>(?<text>.*?)</{tag}>", RegexOptions.Singleline, TimeSpan.FromSeconds(1)).Groups["text"].Value;
        return $"sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))}";
    }

    [GeneratedRegex("http-equiv=\"Content-Security-Policy\" content=\"(?<policy>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Policy();

    [GeneratedRegex("(href|src|action|poster)=\"(?<target>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
