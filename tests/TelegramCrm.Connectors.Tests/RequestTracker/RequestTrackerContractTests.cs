using System.Text.Json;
using Shouldly;
using TelegramCrm.Connectors.RequestTracker;

namespace TelegramCrm.Connectors.Tests.RequestTracker;

[Collection(RealTracker.Tests)]
public sealed class RequestTrackerContractTests(RealTracker tracker) : HttpConnectorContract
{
    protected override string KeyPrefix { get; } = tracker.NextPrefix();

    protected override IConnector Connect(HttpClient http, string? secret = null) => new RequestTrackerConnector(tracker.Settings(secret), http);

    protected override IConnector ConnectAsReader(HttpClient http) => new RequestTrackerConnector(tracker.Settings(user: "READER"), http);

    protected override IReadOnlyDictionary<string, JsonElement> Fields(string subject) => With(("subject", subject), ("status", "open"), ("severity", "High"));

    protected override PushRecord Unacceptable(ExternalKey key) => new(key, With(("subject", "printer"), ("severity", "Terrible")));

    protected override IReadOnlyList<string> SubjectsInTarget(ExternalKey key) => [.. tracker.Tickets(key.Value).Select(ticket => ticket.GetProperty("Subject").GetString()!)];

    protected override string InTarget(string subject) => subject.ReplaceLineEndings(" ");

    protected override void PlantTwins(ExternalKey key)
    {
        tracker.Create(key.Value);
        tracker.Create(key.Value);
    }

    protected override void EditInTarget(ExternalKey key, string subject) => tracker.Edit(key.Value, new { Subject = subject });

    protected override void DeleteInTarget(ExternalKey key) => tracker.Delete(key.Value);

    [SkippableTheory]
    [InlineData("status", "no such status")]
    [InlineData("owner", "nobody-knows")]
    [InlineData("owner", "reader")]
    [InlineData("severity", "Terrible")]
    [InlineData("queue", "No such queue")]
    public async Task What_the_tracker_refuses_in_silence_is_seen_by_reading_back(string field, string value)
    {
        var created = (await WriteAsync(new PushRecord(Key("T-1"), With(("subject", "printer"), (field, value))))).OfType<RecordRefused>().Single();
        created.Refusal.Field.ShouldBe(field);
        SubjectsInTarget(Key("T-1")).ShouldBeEmpty();

        var known = await CreateAsync("T-2");
        var updated = (await WriteAsync(new PushRecord(Key("T-2"), With(("subject", "printer on fire"), (field, value)), known))).OfType<RecordRefused>().Single();
        updated.Refusal.Field.ShouldBe(field);
        updated.Refusal.Remedy.ShouldNotBeEmpty();
    }

    [SkippableFact]
    public async Task A_subject_of_200_bytes_arrives_and_a_longer_one_is_refused_and_not_cut()
    {
        var longest = new string('ж', 100);
        (await WriteAsync(Record("T-1", longest))).Single().ShouldBeOfType<RecordWritten>();
        SubjectsInTarget(Key("T-1")).ShouldBe([longest]);
        (await WriteAsync(Record("T-2", longest + "."))).OfType<RecordRefused>().Single().Refusal.ShouldSatisfyAllConditions(
            refusal => refusal.Field.ShouldBe("subject"), refusal => refusal.Reason.ShouldContain("201 bytes"));
    }

    [SkippableFact]
    public async Task What_others_do_with_what_is_not_mapped_is_theirs()
    {
        var known = await CreateAsync("T-1");
        tracker.Comment(Key("T-1").Value);
        tracker.Edit(Key("T-1").Value, new { Owner = "root", Priority = "50" });
        (await WriteAsync(Record("T-1", "printer on fire") with { Known = known })).Single().ShouldBeOfType<RecordWritten>();
        tracker.Tickets(Key("T-1").Value).Single().GetProperty("Owner").GetProperty("id").GetString().ShouldBe("root");
    }

    private static Dictionary<string, JsonElement> With(params (string Name, string Value)[] fields) => fields.ToDictionary(field => field.Name, field => JsonSerializer.SerializeToElement(field.Value));
}
