using System.Collections;
using System.Globalization;
using NodaTime;

namespace TelegramCrm.Sync.Tests.Clocks.Golden;

/// <summary>
/// A ticket's story and the figures that it must give. A figure is a column of <c>ticket_metrics</c>; <c>resolution.due_at</c> and
/// <c>next_reply[2].status</c> are columns of <c>sla_events</c>; <c>replies.ended_by</c> and <c>spans.status</c> list those relations' rows. Durations are
/// written h:mm, times in the words of <see cref="Given.At"/>, and NULL as <c>-</c>.
/// </summary>
internal static class GoldenCase
{
    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>The office is open from nine to five in UTC; promised are 4 hours to answer, 2 to answer again, 16 to solve.</summary>
    public static void Gives(string story, string asOf, string figures) => Gives(new ClockWarehouse(), story, asOf, figures);

    /// <summary>The same with other calendars, policies or options.</summary>
    public static void Gives(ClockWarehouse warehouse, string story, string asOf, string figures)
    {
        using (warehouse)
        {
            warehouse.Compute(asOf, Told.By(story));
            var expected = figures.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries)).ToList();
            Assert.Equal(expected.Select(line => $"{line[0]} {line[1]}"), expected.Select(line => $"{line[0]} {Read(warehouse, line[0])}"));
        }
    }

    private static string Read(ClockWarehouse warehouse, string figure)
    {
        var parts = figure.Split('.');
        var column = parts[^1];
        if (parts[0] is "replies" or "spans")
            return string.Join(", ", Values(warehouse, parts[0] == "replies" ? $"select {column} from analytics.ticket_replies order by exchange" : $"select {column} from analytics.ticket_status_spans order by stay").Select(value => Text(column, value)));
        if (parts.Length == 1)
            return Text(column, Values(warehouse, $"select {column} from analytics.ticket_metrics").Single());
        var (metric, instance) = parts[0].Split('[', ']') is [var name, var number, _] ? (name, number) : (parts[0], "1");
        return Values(warehouse, $"select {column} from analytics.sla_events where metric = '{metric}' and instance = {instance}") is [var found] ? Text(column, found) : "none";
    }

    private static List<object?> Values(ClockWarehouse warehouse, string sql) =>
        [.. warehouse.All<object>(sql).Select(row => ((IDictionary<string, object?>)row).Values.Single())];

    private static string Text(string column, object? value) => value switch
    {
        null => "-",
        DateTime time => Time(Instant.FromDateTimeUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc))),
        IList { Count: 0 } => "none",
        IList list => string.Join(", ", list.Cast<object>()),
        bool flag => flag ? "yes" : "no",
        IConvertible seconds when column.EndsWith("_seconds", StringComparison.Ordinal) => Length(seconds.ToInt64(CultureInfo.InvariantCulture)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Length(long seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}{(seconds % 60 > 0 ? $":{seconds % 60:00}" : "")}");

    private static string Time(Instant instant)
    {
        var since = instant - Given.At("Mon 00:00");
        return $"{(since.Days >= 7 ? "next " : "")}{Days[since.Days % 7]} {instant.InUtc().TimeOfDay.ToString(since.Seconds > 0 ? "HH:mm:ss" : "HH:mm", CultureInfo.InvariantCulture)}";
    }
}
