using System.Text.Json;
using Shouldly;
using TelegramCrm.Connectors.Redmine;

namespace TelegramCrm.Connectors.Tests.Redmine;

[Collection(RealRedmine.Tests)]
public sealed class RedmineContractTests(RealRedmine redmine) : HttpConnectorContract
{
    protected override string KeyPrefix { get; } = redmine.NextPrefix();

    protected override IConnector Connect(HttpClient http, string? secret = null) => new RedmineConnector(redmine.Settings(secret), http);

    protected override IConnector ConnectAsReader(HttpClient http) => new RedmineConnector(redmine.Settings(user: "READER"), http);

    protected override IReadOnlyDictionary<string, JsonElement> Fields(string subject) => With(("subject", subject), ("status", "In Progress"), ("severity", "High"));

    protected override PushRecord Unacceptable(ExternalKey key) => new(key, With(("subject", "printer"), ("severity", "Terrible")));

    protected override IReadOnlyList<string> SubjectsInTarget(ExternalKey key) => [.. redmine.Issues(key.Value).Select(issue => issue.GetProperty("subject").GetString()!)];

    protected override void PlantTwins(ExternalKey key)
    {
        redmine.Create(key.Value);
        redmine.Create(key.Value);
    }

    protected override void EditInTarget(ExternalKey key, string subject) => redmine.Edit(key.Value, new { subject });

    protected override void DeleteInTarget(ExternalKey key) => redmine.Delete(key.Value);

    [SkippableTheory]
    [InlineData("status", "No such status")]
    [InlineData("assignee", "Nobody Knows")]
    [InlineData("assignee", "4711")]
    [InlineData("priority", "Terrible")]
    [InlineData("severity", "Terrible")]
    public async Task What_Redmine_does_not_know_is_refused_by_its_field(string field, string value)
    {
        var created = (await WriteAsync(new PushRecord(Key("T-1"), With(("subject", "printer"), (field, value))))).OfType<RecordRefused>().Single();
        created.Refusal.Field.ShouldBe(field);
        SubjectsInTarget(Key("T-1")).ShouldBeEmpty();

        var known = await CreateAsync("T-2");
        (await WriteAsync(new PushRecord(Key("T-2"), With(("subject", "printer on fire"), (field, value)), known))).OfType<RecordRefused>().Single().Refusal.Field.ShouldBe(field);
    }

    [SkippableFact]
    public async Task A_closed_issue_is_found_and_written_all_the_same()
    {
        var known = await CreateAsync("T-1");
        redmine.Edit(Key("T-1").Value, new { status_id = 5 });
        (await Connector.FindAsync(Key("T-1"), default)).ShouldNotBeNull().Id.ShouldBe(known.Id);
        (await WriteAsync(new PushRecord(Key("T-1"), With(("subject", "printer on fire")), known))).Single().ShouldBeOfType<RecordWritten>();
    }

    [SkippableFact]
    public async Task Names_become_numbers_and_what_is_unknown_is_emptied()
    {
        await WriteAsync(new PushRecord(Key("T-1"), With(("subject", "printer"), ("assignee", "Sync Test"), ("priority", "High"), ("severity", "Low"))));
        redmine.Issues(Key("T-1").Value).Single().ShouldSatisfyAllConditions(
            issue => issue.GetProperty("assigned_to").GetProperty("name").GetString().ShouldBe("Sync Test"),
            issue => issue.GetProperty("priority").GetProperty("name").GetString().ShouldBe("High"));
        var known = await Connector.FindAsync(Key("T-1"), default);
        var nothing = new Dictionary<string, JsonElement> { ["subject"] = JsonSerializer.SerializeToElement("printer"), ["assignee"] = default, ["severity"] = default };
        foreach (var name in (string[])["assignee", "severity"])
            nothing[name] = JsonSerializer.SerializeToElement<string?>(null);
        (await WriteAsync(new PushRecord(Key("T-1"), nothing, known))).Single().ShouldBeOfType<RecordWritten>();
        redmine.Issues(Key("T-1").Value).Single().TryGetProperty("assigned_to", out _).ShouldBeFalse();
    }

    [SkippableFact]
    public async Task A_write_that_changes_nothing_is_not_sent_because_it_would_count_as_a_change()
    {
        var known = await CreateAsync("T-1");
        Wire.Sent.Clear();
        await WriteAsync(Record("T-1", "printer") with { Known = known });
        Wire.Sent.ShouldNotContain("PUT");
    }

    private static Dictionary<string, JsonElement> With(params (string Name, string Value)[] fields) => fields.ToDictionary(field => field.Name, field => JsonSerializer.SerializeToElement(field.Value));
}
