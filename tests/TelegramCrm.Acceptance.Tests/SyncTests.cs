using Parquet;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

public sealed class SyncTests : IAsyncLifetime, IDisposable
{
    private readonly Tgcrm tgcrm = new();
    private SandboxServer crm = null!;

    private string Files => tgcrm.PathOf("crm");

    public async Task InitializeAsync()
    {
        await CrmFiles.WriteAsync(Files, tickets: 120);
        crm = await SandboxServer.StartAsync(new SandboxOptions { DataFolder = Files }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm);
    }

    public async Task DisposeAsync() => await crm.DisposeAsync();

    public void Dispose() => tgcrm.Dispose();

    [Fact]
    public async Task A_sync_brings_every_record_of_every_stream_as_the_CRM_holds_it()
    {
        (await tgcrm.RunAsync("sync")).Well();
        using var database = Database.Open(tgcrm.WorkingFile);
        Assert.Equal(CrmFiles.Count(Files), SandboxTruth.Streams.ToDictionary(stream => stream, stream => database.Count($"raw.{stream}")));
        database.HoldsAllOf(crm, [.. SandboxTruth.Streams]);
    }

    [Fact]
    public async Task A_second_sync_writes_nothing()
    {
        Assert.Equal(CrmFiles.Count(Files).Values.Sum(), (await tgcrm.RunAsync("sync", "--json")).Well().Loaded);
        var second = (await tgcrm.RunAsync("sync", "--json")).Well();
        Assert.Equal(0, second.Loaded);
        using var database = Database.Open(tgcrm.WorkingFile);
        Assert.Equal([0L], database.List<long>($"select rows_loaded from ops.runs where run_id = '{second.Document["runId"]}'"));
    }

    [Fact]
    public async Task What_is_published_reads_the_same_with_DuckDB_and_another_reader_of_Parquet()
    {
        (await tgcrm.RunAsync("sync")).Well();
        using var working = Database.Open(tgcrm.WorkingFile);
        using var published = Database.Open(tgcrm.PublishedFile);
        Assert.Equal(working.Marts, published.Marts);
        Assert.NotEmpty(published.Marts);
        foreach (var mart in published.Marts)
        {
            var rows = working.Count($"analytics.{mart}");
            var files = tgcrm.PathOf($"data/published/current/parquet/{mart}");
            Assert.Equal((mart, rows, rows, rows), (mart, published.Count($"analytics.{mart}"), published.Count($"'{files}/**/*.parquet'"), await RowsAsync(files)));
        }
    }

    private static async Task<long> RowsAsync(string folder)
    {
        var rows = 0L;
        foreach (var file in Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories))
        {
            await using var reader = await ParquetReader.CreateAsync(file);
            rows += reader.RowGroups.Sum(group => group.RowCount);
        }
        return rows;
    }
}
