using TelegramCrm.Connectors.Odoo;

namespace TelegramCrm.Connectors.Tests.Odoo;

/// <summary>The nightly job, to an Odoo.</summary>
public sealed class OdooPushTests() : ErpPushTests(OdooConnector.Type, Interlocked.Add(ref corners, 10))
{
    private static int corners = 1000;

    protected override IConnector Connect(HttpClient http) => new OdooConnector(OdooTarget.Instance.Settings(), http);

    protected override IReadOnlyList<string> Customers(string key) => [.. OdooTarget.Instance.Search("res.partner", [OdooTarget.Is("ref", key)], "name").Select(partner => partner.GetProperty("name").GetString()!)];

    protected override IReadOnlyList<string> Tasks(string key) =>
        [.. OdooTarget.Instance.Find("project.task", "tasks", key, "name").Select(task => task.GetProperty("name").GetString()!.Split(": ", 2)[1])];

    protected override IReadOnlyList<double> Seconds(string task) => [.. Lines(task).OrderBy(line => line.Day, StringComparer.Ordinal).Select(line => Math.Round(line.Hours * 3600))];

    protected override void EditHours(string task)
    {
        foreach (var (id, _, _) in Lines(task))
            OdooTarget.Instance.Write("account.analytic.line", id, new { unit_amount = 1 / 60.0 });
    }

    protected override void DeleteHours(string task)
    {
        foreach (var (id, _, _) in Lines(task))
            OdooTarget.Instance.Delete("account.analytic.line", id);
    }

    private static IEnumerable<(int Id, string Day, double Hours)> Lines(string task) => OdooTarget.Instance.Search("account.analytic.line", [OdooTarget.Is("name", task)], "date", "unit_amount")
        .Select(line => (line.GetProperty("id").GetInt32(), line.GetProperty("date").GetString()!, line.GetProperty("unit_amount").GetDouble()));
}
