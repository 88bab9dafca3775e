using NodaTime;
using Spectre.Console;
using TelegramCrm.Sync.Extract.Planning;

namespace TelegramCrm.Cli.Commands;

/// <summary>Tells what a run will take, to people and to programs.</summary>
internal static class PlanSummary
{
    private const string Unknown = "unavailable";

    /// <summary>Prints it, as text or as the document.</summary>
    public static void Show(ReadingPlan plan, Output output)
    {
        output.Line($"An estimate; it cost {plan.Spent} requests.");
        output.Console.Write(Streams(plan));
        foreach (var quota in plan.Quotas)
            output.Line(InWords(quota));
        output.Document(Document(plan));
    }

    private static Table Streams(ReadingPlan plan)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("stream").AddColumn(Right("records")).AddColumn(Right("requests")).AddColumn(Right("time")).AddColumn("estimated how");
        foreach (var reading in plan.Streams)
            table.AddRow(reading.Stream, Number(reading.Records), Number(reading.Requests), Seconds(reading.Time), reading.Basis);
        return table;
    }

    private static string InWords(PlannedQuota quota)
    {
        var share = quota.Share is { } part ? $" ({part:P1} of a window)" : "";
        var limit = quota.Budget.Limit is { } most ? $"of {most:N0} a window, {Number(quota.Budget.Remaining)} of them left" : $"of a limit that is {Unknown}";
        var waits = quota.Waits is true ? "; the rest waits for further windows, which may take longer than the time above" : "";
        return $"rate limit of {quota.Category.ToString().ToLowerInvariant()}: {(quota.IsWhole || quota.Requests is null ? "" : "at least ")}{Number(quota.Requests)} requests {limit}{share}{waits}";
    }

    private static object Document(ReadingPlan plan) => new
    {
        isEstimate = true,
        spentRequests = plan.Spent,
        streams = plan.Streams.Select(reading => new
        {
            reading.Stream,
            reading.Records,
            reading.Requests,
            seconds = reading.Time?.TotalSeconds,
            category = reading.Category.ToString().ToLowerInvariant(),
            reading.Basis,
        }),
        rateLimits = plan.Quotas.Select(quota => new
        {
            category = quota.Category.ToString().ToLowerInvariant(),
            quota.Requests,
            quota.IsWhole,
            quota.Share,
            quota.Waits,
            quota.Budget.Limit,
            quota.Budget.Remaining,
            resetsAt = quota.Budget.ResetsAt?.ToString(),
        }),
    };

    private static string Number(long? number) => number is { } known ? $"{known:N0}" : Unknown;

    private static string Seconds(Duration? time) => time is { } known ? known < Duration.FromSeconds(1) ? "under 1 s" : $"{known.TotalSeconds:N0} s" : Unknown;

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();
}
