using NodaTime;
using TelegramCrm.Sync.Reports.Charts;
using TelegramCrm.Sync.Reports.Markup;
using static TelegramCrm.Sync.Reports.Markup.CellFormat;

namespace TelegramCrm.Sync.Reports;

/// <summary>Whether the figures can be trusted: runs, how far the CRM is read, what could not be loaded, sent or believed.</summary>
internal static class SyncHealthPage
{
    public static ReportPage Page { get; } = new("sync-health", "Sync health", Body);

    private static Html Body(PageContent content) => Html.Of($"""
        {Verdicts(content)}
        {Runs(content)}
        {Streams(content)}
        {Tests(content)}
        {Quarantine(content)}
        {Requests(content)}
        {Webhooks(content)}
        {Inbox(content)}
        {Pushes(content)}
        {Steps(content)}
        """);

    private static Html Verdicts(PageContent content) => Html.Of($"""
        {Headline.Of([
            HeadlineFigure.From(content["headline"].Rows[0], "Runs", "runs", Measure.Count),
            HeadlineFigure.From(content["headline"].Rows[0], "Runs with trouble", "troubled", Measure.Count, Direction.Down),
            HeadlineFigure.From(content["headline"].Rows[0], "Records read", "rows_extracted", Measure.Count),
            HeadlineFigure.From(content["headline"].Rows[0], "Records written", "rows_loaded", Measure.Count),
            HeadlineFigure.From(content["headline"].Rows[0], "Requests given up", "failed_requests", Measure.Count, Direction.Down),
            HeadlineFigure.From(content["headline"].Rows[0], "Run time, median", "run_seconds_p50", Measure.ShortSeconds, Direction.Down),
        ])}
        <ul class="verdicts">
        {Verdict(content["data_tests"].Rows.Count(row => row.Count("failed_rows") > 0), content["data_tests"].Count == 0 ? "No data test has run" : "All data tests passed", "data test found something", "data tests found something", "data-tests")}
        {Verdict(content["quarantine"].Rows.Sum(row => row.Count("records")), "Quarantine is empty", "record in quarantine", "records in quarantine", "quarantine")}
        {Verdict(content["streams"].Rows.Count(row => (string?)row["coverage"] != "whole"), "Every stream is read from its beginning", "stream is not read whole", "streams are not read whole", "streams")}
        {Verdict(content["inbox"].Rows.Where(row => (string?)row["state"] == "dead").Sum(row => row.Count("deliveries")), "Every delivery was applied", "delivery can’t be applied", "deliveries can’t be applied", "inbox")}
        {Verdict(content["pushes"].Rows.Sum(row => row.Count("waiting")), "No target refuses a record", "record is refused by a target", "records are refused by targets", "pushes")}
        </ul>
        """);

    private static Html Verdict(long count, string good, string one, string several, string anchor) => count == 0
        ? Html.Of($"""<li class="good"><span aria-hidden="true">✓</span> {good}</li>""")
        : Html.Of($"""<li class="bad"><span aria-hidden="true">!</span> <a href="#{anchor}">{Display.Count(count)} {(count == 1 ? one : several)}</a></li>""");

    private static Html Runs(PageContent content)
    {
        var slots = content["by_day"].Rows.Select(row => Display.Day((LocalDate)row["day"]!)).ToList();
        ChartSeries[] runs = [ChartSeries.From(content["by_day"], "Runs", "runs", Display.Count)];
        ChartSeries[] written = [ChartSeries.From(content["by_day"], "Records written", "rows_loaded", Display.Count)];
        var charts = Html.Of($"""
            {ColumnChart.Of(new Plot("runs", "Runs", slots, runs), Scale.Counts(runs[0].Values))}
            {ColumnChart.Of(new Plot("written", "Records written", slots, written), Scale.Counts(written[0].Values))}
            """);
        var days = content["headline"].Rows[0].Count("runs") == 0 ? Section.Empty("No run began in this period.") : content.Charts("by_day", "Day by day", "A run reads the CRM, computes, tests and gives out; it writes only what has changed. Today counts, as far as it has come.", charts,
        [
            new TableColumn("Day", "day", Day),
            new TableColumn("Runs", "runs", Count),
            new TableColumn("Done", "done", Count),
            new TableColumn("In part", "partial", Count),
            new TableColumn("Failed", "failed", Count),
            new TableColumn("Records read", "rows_extracted", Count),
            new TableColumn("Records written", "rows_loaded", Count),
        ]);
        var troubles = content.Table("troubles", "Runs with trouble", "The newest first.", "Every run of this period did all of its work.",
        [
            new TableColumn("Run", "run_id", Text),
            new TableColumn("Asked by", "trigger", Text),
            new TableColumn("Began", "started_at", Moment(content.Period.Zone)),
            new TableColumn("Ended", "status", Word),
            new TableColumn("Why", "error", Text) { IsWide = true },
        ],
        shownRows: 20);
        return Html.Of($"{days}{troubles}");
    }

    private static Html Streams(PageContent content) => content.Table(
        "streams", "Streams", "How far each part of the CRM is read. The lag is from there to when this report was written; a stream without changes has one too.", "Nothing has been read yet.",
        [
            new TableColumn("Stream", "stream", Word),
            new TableColumn("Read up to", "high_water_at", Moment(content.Period.Zone)) { WhenNull = "never to its end" },
            new TableColumn("Lag", "lag_seconds", ShortSeconds),
            new TableColumn("Covered", "coverage", Word),
            new TableColumn("Gaps", "gaps", Count),
            new TableColumn("CRM’s clock ahead by", "clock_skew_seconds", ShortSeconds),
        ]);

    private static Html Tests(PageContent content) => content.Table(
        "data_tests", "Data tests", "The last result of each; while one finds something, nothing is published.", "No data test has run.",
        [
            new TableColumn("Test", "test", Text),
            new TableColumn("Rows found", "failed_rows", Count),
            new TableColumn("Last run", "tested_at", Moment(content.Period.Zone)),
            new TableColumn("Times failed", "times_failed", Count),
            new TableColumn("Times run", "times", Count),
        ],
        shownRows: 10);

    private static Html Quarantine(PageContent content) => content.Table(
        "quarantine", "Quarantine", "Records that could not be loaded, until they are mended in the CRM or loaded with `tgcrm quarantine replay`.", "No record waits in quarantine.",
        [
            new TableColumn("Stream", "stream", Word),
            new TableColumn("Field", "field", Text),
            new TableColumn("What is wrong", "reason", Text) { IsWide = true },
            new TableColumn("Records", "records", Count),
            new TableColumn("For example", "example_id", Text),
            new TableColumn("Last seen", "last_at", Moment(content.Period.Zone)),
        ],
        shownRows: 25);

    private static Html Requests(PageContent content) => content.Table(
        "failed_requests", "Requests given up", "Requests to the CRM that failed to the last try.", "No request was given up in this period.",
        [
            new TableColumn("For", "subject", Word),
            new TableColumn("What went wrong", "fault", Word),
            new TableColumn("Status", "status", Count),
            new TableColumn("Requests", "requests", Count),
            new TableColumn("Last", "last_at", Moment(content.Period.Zone)),
            new TableColumn("In words", "message", Text) { IsWide = true },
        ],
        shownRows: 20);

    private static Html Webhooks(PageContent content) => content.Table(
        "webhooks", "Webhooks", "Changes that webhooks told of, and those that only polling found.", "No webhooks were expected in this period.",
        [
            new TableColumn("Day", "day", Day),
            new TableColumn("Told", "announced", Count),
            new TableColumn("Missed", "missed", Count),
            new TableColumn("Share missed", "missed_share", Share),
        ],
        shownRows: 31);

    private static Html Inbox(PageContent content) => content.Table(
        "inbox", "Inbox", "Deliveries of webhooks that are kept, by where they stand now.", "No delivery is kept.",
        [
            new TableColumn("Standing", "state", Word),
            new TableColumn("Deliveries", "deliveries", Count),
            new TableColumn("Oldest", "oldest_at", Moment(content.Period.Zone)),
            new TableColumn("Newest", "newest_at", Moment(content.Period.Zone)),
        ]);

    private static Html Pushes(PageContent content) => content.Table(
        "pushes", "Pushes", "What was written to each target in the period, and what it refuses until somebody mends it.", "Nothing was pushed in this period.",
        [
            new TableColumn("Target", "connector", Text),
            new TableColumn("Records", "entity", Word),
            new TableColumn("Pushes", "pushes", Count),
            new TableColumn("With trouble", "troubled", Count),
            new TableColumn("Created", "created", Count),
            new TableColumn("Updated", "updated", Count),
            new TableColumn("Refused now", "waiting", Count),
            new TableColumn("Last", "last_at", Moment(content.Period.Zone)),
        ]);

    private static Html Steps(PageContent content) => content.Table(
        "steps", "Steps", "How often each part of a run was done in the period, and how long it took.", "No run began in this period.",
        [
            new TableColumn("Step", "step", Word),
            new TableColumn("Of", "subject", Text) { WhenNull = "" },
            new TableColumn("Times", "times", Count),
            new TableColumn("With trouble", "troubled", Count),
            new TableColumn("Median", "seconds_p50", ShortSeconds),
            new TableColumn("Longest", "seconds_max", ShortSeconds),
            new TableColumn("Records read", "rows_extracted", Count),
            new TableColumn("Records written", "rows_loaded", Count),
        ]);
}
