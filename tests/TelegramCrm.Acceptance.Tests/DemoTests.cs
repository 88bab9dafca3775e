namespace TelegramCrm.Acceptance.Tests;

public sealed class DemoTests : IDisposable
{
    private readonly Tgcrm tgcrm = new();

    public void Dispose() => tgcrm.Dispose();

    [Fact]
    public async Task The_demo_does_every_step_with_nothing_set_up_and_leaves_what_it_says_it_left()
    {
        var demo = (await tgcrm.RunAsync("demo", "--dir", "show", "--json")).Well().Document;

        Assert.Empty(demo["runs"]!.AsArray().SelectMany(run => run!["failures"]!.AsArray()));
        Assert.True((int)demo["webhooks"]! > 0);
        Assert.Equal(["service-levels.html", "sync-health.html", "template-usage.html"], Files("show/reports", "*.html"));
        Assert.NotEmpty(Files("show/erp-inbox", "*.csv"));
        Assert.NotEmpty(Files("show/data/published/current/parquet", "*.parquet"));
        using var published = Database.Open(tgcrm.PathOf("show/data/published/current/warehouse.duckdb"));
        Assert.NotEmpty(published.Marts);

        // An analyst has the folder and nothing else: no configuration, no secrets.
        using var analyst = new Tgcrm();
        var query = (await analyst.RunAsync("query", "select count(*) as tickets from analytics.tickets", "--format", "csv", "--data", tgcrm.PathOf("show/data"))).Well();
        Assert.Equal($"tickets\r\n{published.Count("analytics.tickets")}\r\n", query.Output);
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_left_alone()
    {
        await File.WriteAllTextAsync(tgcrm.PathOf("mine.txt"), "mine");
        var refused = await tgcrm.RunAsync("demo", "--dir", ".");
        Assert.Equal(2, refused.ExitCode);
        Assert.Equal(["mine.txt"], tgcrm.Folder.GetFileSystemInfos().Select(file => file.Name));
    }

    private IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(tgcrm.PathOf(folder), pattern, SearchOption.AllDirectories).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
}
