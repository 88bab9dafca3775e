using Dapper;
using NodaTime;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Transform;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Sql;

/// <summary>Records go in through the door that deliveries and pages take; what a template said comes out of the real files.</summary>
public sealed class TemplateApplicationTests : IDisposable
{
    private readonly TestWarehouse warehouse = new();

    [Fact]
    public async Task An_application_keeps_the_text_of_the_version_that_was_applied_whatever_becomes_of_the_template()
    {
        await LoadAsync(Streams.Tickets, Ticket("t1", Noon));
        await LoadAsync(Streams.Templates, Version(1, Noon, "Hello"), Version(2, Noon + Duration.FromHours(1), "Good day"));
        await LoadAsync(Streams.TemplateUsages, Usage("u1", 1), Usage("u2", 2));
        Assert.Equal(["Hello", "Good day"], Bodies());
        await LoadAsync(Streams.Templates, Version(3, Noon + Duration.FromHours(2), "Hi", $$""", "deleted_at": "{{Iso(Noon + Duration.FromHours(2))}}" """));
        Assert.Equal(["Hello", "Good day"], Bodies());
    }

    [Fact]
    public async Task An_older_version_that_comes_late_finds_its_applications()
    {
        await LoadAsync(Streams.Tickets, Ticket("t1", Noon));
        await LoadAsync(Streams.Templates, Version(2, Noon + Duration.FromHours(1), "Good day"));
        await LoadAsync(Streams.TemplateUsages, Usage("u1", 1));
        Assert.Equal([null], Bodies()); // nobody knows what it said
        await LoadAsync(Streams.Templates, Version(1, Noon, "Hello"));
        Assert.Equal(["Hello"], Bodies());
    }

    [Fact]
    public async Task Without_a_version_s_number_the_text_that_stood_then_is_taken()
    {
        await LoadAsync(Streams.Tickets, Ticket("t1", Noon));
        await LoadAsync(Streams.Templates, Version(1, Noon - Duration.FromHours(1), "Hello"), Version(2, Noon + Duration.FromHours(1), "Good day"));
        await LoadAsync(Streams.TemplateUsages, Usage("u1", null));
        Assert.Equal(["Hello"], Bodies());
    }

    public void Dispose() => warehouse.Dispose();

    private static string Version(int version, Instant updatedAt, string body, string more = "") =>
        $$"""{"id":"p1","title":"Greeting","body":"{{body}}","version":{{version}},"updated_at":"{{Iso(updatedAt)}}"{{more}}}""";

    private static string Usage(string id, int? version) =>
        $$"""{"id":"{{id}}","template_id":"p1","template_version":{{version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}},"ticket_id":"t1","applied_at":"{{Iso(Noon)}}"}""";

    private async Task LoadAsync(CrmStream stream, params string[] records)
    {
        using var batch = new LoadBatch(warehouse.File, "run", TimeProvider.System);
        foreach (var record in records)
            batch.Add(stream, System.Text.Encoding.UTF8.GetBytes(record), Noon + Duration.FromDays(1));
        await batch.CommitAsync(null, CancellationToken.None);
        using var connection = warehouse.Connect();
        new Transformation(SqlWarehouse.Folder).Run(connection, new("run", Noon + Duration.FromDays(1)));
    }

    private List<string?> Bodies()
    {
        using var connection = warehouse.Connect();
        return connection.Query<string?>("select body from analytics.template_applications order by usage_id").AsList();
    }
}
