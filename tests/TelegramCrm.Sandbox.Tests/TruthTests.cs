namespace TelegramCrm.Sandbox.Tests;

public sealed class TruthTests
{
    [Fact]
    public async Task What_is_written_to_a_folder_is_served_from_it_unchanged()
    {
        using var folder = new DataFolder();
        await using var original = await Crm.StartAsync(new SandboxOptions { Tickets = 80 });
        original.Server.Advance(TimeSpan.FromHours(2), 60);
        await original.Server.Truth.WriteAsync(folder.Path, CancellationToken.None);
        await using var copy = await Crm.StartAsync(new SandboxOptions { DataFolder = folder.Path });
        foreach (var stream in SandboxTruth.Streams)
            Assert.Equal(original.Server.Truth.Records(stream).Order(StringComparer.Ordinal), copy.Server.Truth.Records(stream).Order(StringComparer.Ordinal));
        foreach (var list in new[] { "tickets", "ticket-events", "agents", "queues", "templates", "template-usages" })
            Assert.Equal((await original.WalkAsync(list)).ConvertAll(record => record.ToJsonString()), (await copy.WalkAsync(list, 11)).ConvertAll(record => record.ToJsonString()));
    }

    [Theory]
    [InlineData("{\"id\":\"a\"", "not JSON")]
    [InlineData("{\"id\":1}", "id must be a string")]
    [InlineData("{\"id\":\"a\",\"updated_at\":\"soon\"}", "updated_at must be a timestamp")]
    public async Task A_line_that_is_no_record_is_named_with_file_and_line(string line, string reason)
    {
        using var folder = new DataFolder();
        folder.With("tickets", DataFolder.Ticket("t", "2026-05-01T10:00:00Z"), line);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Crm.StartAsync(new SandboxOptions { DataFolder = folder.Path }));
        Assert.Contains($"tickets.ndjson:2: {reason}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_are_counted_by_route()
    {
        await using var crm = await Crm.StartAsync();
        await crm.WalkAsync("tickets", 20);
        Assert.Equal(2, crm.Server.Requests["GET /api/v1/tickets"]);
    }
}
