using System.Text.Json;
using Shouldly;
using TelegramCrm.Connectors.Odoo;

namespace TelegramCrm.Connectors.Tests.Odoo;

/// <summary>The contract of all connectors for an Odoo, over JSON-2.</summary>
public class OdooContractTests : HttpConnectorContract
{
    protected override string KeyPrefix { get; } = OdooTarget.NextPrefix();

    // An external id is unique, and all that a key is.
    protected override bool CanHaveTwins => false;

    private protected virtual OdooSettings Settings => OdooTarget.Instance.Settings("partners");

    private protected virtual OdooSettings ReadersSettings => Settings with { Key = OdooTarget.Instance.ReaderKey };

    protected override IConnector Connect(HttpClient http, string? secret = null) => new OdooConnector(secret is null ? Settings : Settings with { Key = secret }, http);

    protected override IConnector ConnectAsReader(HttpClient http) => new OdooConnector(ReadersSettings, http);

    protected override IReadOnlyDictionary<string, JsonElement> Fields(string subject) => new Dictionary<string, JsonElement> { ["name"] = JsonSerializer.SerializeToElement(subject) };

    protected override PushRecord Unacceptable(ExternalKey key) => new(key, new Dictionary<string, JsonElement> { ["name"] = JsonSerializer.SerializeToElement<string?>(null) });

    protected override IReadOnlyList<string> SubjectsInTarget(ExternalKey key) => [.. Find(key).Select(partner => partner.GetProperty("name").GetString()!)];

    protected override void PlantTwins(ExternalKey key) => throw new NotSupportedException("Odoo keeps external ids unique");

    protected override void EditInTarget(ExternalKey key, string subject) => OdooTarget.Instance.Write("res.partner", IdOf(key), new { name = subject });

    protected override void DeleteInTarget(ExternalKey key) => OdooTarget.Instance.Delete("res.partner", IdOf(key));

    [SkippableFact]
    public async Task A_change_that_is_none_of_ours_is_no_edit()
    {
        var known = await CreateAsync("T-1");
        OdooTarget.Instance.Write("res.partner", IdOf(Key("T-1")), new { comment = "call back on Monday" });
        (await WriteAsync(Record("T-1", "printer on fire") with { Known = known })).ShouldHaveSingleItem().ShouldBeOfType<RecordWritten>();
    }

    [SkippableFact]
    public async Task What_a_person_archived_is_found_and_written_and_stays_archived()
    {
        var known = await CreateAsync("T-1");
        OdooTarget.Instance.Write("res.partner", IdOf(Key("T-1")), new { active = false });
        (await Connector.FindAsync(Key("T-1"), default)).ShouldBe(known);
        (await WriteAsync(Record("T-1", "printer on fire") with { Known = known })).ShouldHaveSingleItem().ShouldBeOfType<RecordWritten>();
        Find(Key("T-1")).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task What_was_removed_is_there_again_when_it_comes_back()
    {
        var known = await CreateAsync("T-1");
        await ((IRecordRemoval)Connector).RemoveAsync(BatchOf(Record("T-1", "printer") with { Known = known }), default);
        (await CreateAsync("T-1")).Id.ShouldBe(known.Id);
        SubjectsInTarget(Key("T-1")).ShouldBe(["printer"]);
    }

    [SkippableFact]
    public async Task A_record_that_is_there_though_the_ledger_was_lost_is_taken_and_not_made_twice()
    {
        var first = await CreateAsync("T-1");
        (await WriteAsync(Record("T-1", "printer on fire"))).ShouldHaveSingleItem().ShouldBeOfType<RecordWritten>().Remote.Id.ShouldBe(first.Id);
    }

    [SkippableFact]
    public async Task A_clash_with_another_writer_is_tried_again_and_refuses_nothing()
    {
        Wire.Instead = request => request.RequestUri!.AbsolutePath.EndsWith("/load", StringComparison.Ordinal) || request.Content!.ReadAsStringAsync().Result.Contains("\"load\"", StringComparison.Ordinal)
            ? LossyWire.Answer(System.Net.HttpStatusCode.OK, Clash(request), "application/json")
            : null;
        (await Xunit.Record.ExceptionAsync(() => WriteAsync(Record("T-1", "printer")))).ShouldNotBeNull().ShouldSatisfyAllConditions(
            failure => failure.ShouldNotBeOfType<RecordRefusedException>(), failure => failure.ShouldNotBeOfType<BatchRefusedException>());
    }

    private static string Clash(HttpRequestMessage request)
    {
        const string answer = """{"ids": false, "messages": [{"type": "error", "record": 0, "message": "Unknown error during import: could not serialize access due to concurrent update"}], "nextrow": 0}""";
        return request.RequestUri!.AbsolutePath.EndsWith("/jsonrpc", StringComparison.Ordinal) ? $$"""{"jsonrpc": "2.0", "id": 1, "result": {{answer}}}""" : answer;
    }

    private static int IdOf(ExternalKey key) => Find(key).Single().GetProperty("id").GetInt32();

    private static IReadOnlyList<JsonElement> Find(ExternalKey key) => OdooTarget.Instance.Find("res.partner", key.Entity, key.Value, "name");
}
