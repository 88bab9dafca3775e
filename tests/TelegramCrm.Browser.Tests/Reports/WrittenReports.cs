using System.Text.Json.Nodes;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Browser.Tests.Reports;

/// <summary>The reports of a team whose CRM holds what people really type, written by <c>tgcrm sync</c> and <c>tgcrm report</c>.</summary>
public sealed class WrittenReports : IAsyncLifetime
{
    public const string Attack = "<script>document.title = 'owned'; alert(1)</script><img src=x onerror=alert(2)>";
    public const string RightToLeft = "سفارش من نرسیده است 📦";
    private const int UnusedTemplates = 10_000;

    public static string LongName { get; } = string.Concat(Enumerable.Repeat("Donaudampfschifffahrtsgesellschaft", 6))[..200];

    private readonly Tgcrm tgcrm = new();

    public string WorkingFile => tgcrm.WorkingFile;

    public string PublishedFile => tgcrm.PublishedFile;

    /// <summary>A table's rows in the file beside the page, without the line of headings.</summary>
    public IReadOnlyList<string> Csv(string table) => [.. File.ReadLines(PathOf($"{table}.csv")).Skip(1)];

    /// <summary>Runs <c>tgcrm report</c> once more.</summary>
    internal Task<Ended> ReportAsync(params string[] options) => tgcrm.RunAsync(["report", .. options]);

    public string PathOf(string page) => tgcrm.PathOf($"reports/{page}");

    public async Task InitializeAsync()
    {
        var folder = tgcrm.PathOf("crm");
        await CrmFiles.WriteAsync(folder, new SandboxOptions { Tickets = 600 });
        await SpoilAsync(folder);
        await using var crm = await SandboxServer.StartAsync(new SandboxOptions { DataFolder = folder }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm, """ "reports": { "folder": "reports", "zone": "Europe/Berlin" }, """, pageSize: 500);
        (await tgcrm.RunAsync("sync")).Well();
        (await tgcrm.RunAsync("report")).Well();
    }

    public Task DisposeAsync()
    {
        tgcrm.Dispose();
        return Task.CompletedTask;
    }

    private static async Task SpoilAsync(string folder)
    {
        await ChangeAsync(folder, "tickets", (ticket, number) => ticket["subject"] = number % 3 == 0 ? Attack : number % 3 == 1 ? RightToLeft : LongName);
        await ChangeAsync(folder, "queues", (queue, number) =>
        {
            if (number < 2) queue["name"] = number == 0 ? Attack : LongName;
        });
        await ChangeAsync(folder, "agents", (agent, number) =>
        {
            if (number < 3) agent["name"] = number == 0 ? Attack : number == 1 ? RightToLeft : LongName;
        });
        var mostUsed = File.ReadLines(Path.Combine(folder, "template_usages.ndjson")).CountBy(line => (string)JsonNode.Parse(line)!["template_id"]!)
            .OrderByDescending(template => template.Value).Select(template => template.Key).ToList();
        await ChangeAsync(folder, "templates", (template, _) =>
        {
            var place = mostUsed.IndexOf((string)template["id"]!);
            if (place == 0) template.AsObject().Remove("title");
            if (place is > 0 and < 4) template["title"] = place == 1 ? Attack : place == 2 ? RightToLeft : LongName;
            if (place == 4) template["deleted_at"] = template["updated_at"]!.DeepClone();
        });
        var templates = Path.Combine(folder, "templates.ndjson");
        var model = JsonNode.Parse(File.ReadLines(templates).Last())!;
        await File.AppendAllLinesAsync(templates, Enumerable.Range(1, UnusedTemplates).Select(number =>
        {
            (model["id"], model["external_id"], model["title"]) = ($"never-{number:00000}", null, $"Never used, number {number}");
            return model.ToJsonString();
        }));
    }

    private static async Task ChangeAsync(string folder, string stream, Action<JsonNode, int> change)
    {
        var file = Path.Combine(folder, $"{stream}.ndjson");
        await File.WriteAllLinesAsync(file, (await File.ReadAllLinesAsync(file)).Select((line, number) =>
        {
            var record = JsonNode.Parse(line)!;
            change(record, number);
            return record.ToJsonString();
        }));
    }
}
