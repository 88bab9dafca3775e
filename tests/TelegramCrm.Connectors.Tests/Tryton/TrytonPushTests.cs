using TelegramCrm.Connectors.Tryton;

namespace TelegramCrm.Connectors.Tests.Tryton;

/// <summary>The nightly job, to a real Tryton.</summary>
public sealed class TrytonPushTests() : ErpPushTests(TrytonConnector.Type, Interlocked.Add(ref corners, 10))
{
    private static int corners = 1000;

    protected override IConnector Connect(HttpClient http)
    {
        RealTryton.HasProject();
        return new TrytonConnector(RealTryton.Settings(), http);
    }

    protected override IReadOnlyList<string> Customers(string key) =>
        [.. RealTryton.Search("party.party", [RealTryton.Is("code", key)], "name").Select(party => party.GetProperty("name").GetString()!)];

    protected override IReadOnlyList<string> Tasks(string key) =>
        [.. RealTryton.Search("project.work", [RealTryton.Is("name", $"{key}: %", "like")], "name").Select(task => task.GetProperty("name").GetString()!.Split(": ", 2)[1])];

    protected override IReadOnlyList<double> Seconds(string task) =>
        [.. Lines(task).OrderBy(line => line.Day).Select(line => line.Seconds)];

    protected override void EditHours(string task)
    {
        foreach (var (id, _, _) in Lines(task))
            RealTryton.Write("timesheet.line", id, new { duration = new { __class__ = "timedelta", seconds = 60 } });
    }

    protected override void DeleteHours(string task)
    {
        foreach (var (id, _, _) in Lines(task))
            RealTryton.Delete("timesheet.line", id);
    }

    private static IEnumerable<(int Id, int Day, double Seconds)> Lines(string task) => RealTryton.Search("timesheet.line", [RealTryton.Is("description", task)], "date", "duration").Select(line =>
        (line.GetProperty("id").GetInt32(), line.GetProperty("date").GetProperty("day").GetInt32(), line.GetProperty("duration").GetProperty("seconds").GetDouble()));
}
