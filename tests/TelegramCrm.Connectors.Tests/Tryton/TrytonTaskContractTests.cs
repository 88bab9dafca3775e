using System.Text.Json;
using Shouldly;
using TelegramCrm.Connectors.Tryton;

namespace TelegramCrm.Connectors.Tests.Tryton;

/// <summary>The contract of all connectors for tasks, the records that Tryton itself has no key for.</summary>
public sealed class TrytonTaskContractTests : HttpConnectorContract
{
    protected override string KeyPrefix { get; } = RealTryton.NextPrefix();

    protected override IConnector Connect(HttpClient http, string? secret = null)
    {
        RealTryton.HasProject();
        return new TrytonConnector(secret is null ? RealTryton.Settings("tasks") : RealTryton.StrangersSettings(secret, "tasks"), http);
    }

    protected override IConnector ConnectAsReader(HttpClient http) => new TrytonConnector(RealTryton.LimitedSettings("tasks"), http);

    protected override IReadOnlyDictionary<string, JsonElement> Fields(string subject) => With(subject, RealTryton.Project);

    protected override PushRecord Unacceptable(ExternalKey key) => new(key, With("printer", "No such project"));

    protected override string InTarget(string subject) => string.Concat(subject.Select(sign => char.IsControl(sign) ? ' ' : sign == '\\' ? '\uff3c' : sign));

    protected override IReadOnlyList<string> SubjectsInTarget(ExternalKey key) =>
        [.. Tasks(key).Select(task => task.GetProperty("name").GetString()!.Split(": ", 2)[1])];

    protected override void PlantTwins(ExternalKey key)
    {
        for (var twin = 1; twin <= 2; twin++)
            RealTryton.Create("project.work", new { name = $"{key}: twin {twin}", type = "task", company = 1, parent = RealTryton.HasProject() });
    }

    protected override void EditInTarget(ExternalKey key, string subject) => RealTryton.Write("project.work", IdOf(key), new { name = $"{key}: {subject}" });

    protected override void DeleteInTarget(ExternalKey key) => RealTryton.Delete("project.work", IdOf(key));

    [SkippableFact]
    public async Task A_change_that_is_none_of_ours_is_no_edit()
    {
        var known = await CreateAsync("T-1");
        RealTryton.Write("project.work", IdOf(Key("T-1")), new { comment = "call back on Monday" });
        (await WriteAsync(Record("T-1", "printer on fire") with { Known = known })).ShouldHaveSingleItem().ShouldBeOfType<RecordWritten>();
    }

    [SkippableFact]
    public async Task A_ticket_that_moves_to_another_project_is_the_same_task()
    {
        var known = await CreateAsync("T-1");
        var other = RealTryton.Create("project.work", new { name = $"{KeyPrefix}Billing", type = "project", company = 1 });
        var moved = (await WriteAsync(new PushRecord(Key("T-1"), With("printer", $"{KeyPrefix}Billing"), known))).ShouldHaveSingleItem().ShouldBeOfType<RecordWritten>();
        moved.Remote.Id.ShouldBe(known.Id);
        Tasks(Key("T-1")).ShouldHaveSingleItem().GetProperty("parent").GetInt32().ShouldBe(other);
    }

    [SkippableFact]
    public async Task A_task_that_is_there_though_the_ledger_was_lost_is_taken_and_not_made_twice()
    {
        var first = await CreateAsync("T-1");
        var second = (await WriteAsync(Record("T-1", "printer on fire"))).ShouldHaveSingleItem().ShouldBeOfType<RecordWritten>();
        second.Remote.Id.ShouldBe(first.Id);
        SubjectsInTarget(Key("T-1")).ShouldBe(["printer on fire"]);
    }

    [SkippableFact]
    public async Task A_status_is_set_with_the_progress_that_it_asks_for_and_an_unknown_one_is_refused()
    {
        var known = await CreateAsync("T-1");
        PushRecord WithStatus(string status) => new(Key("T-1"), new Dictionary<string, JsonElement>(Fields("printer")) { ["status"] = JsonSerializer.SerializeToElement(status) }, known);
        (await WriteAsync(WithStatus("Done"))).ShouldHaveSingleItem().ShouldBeOfType<RecordWritten>();
        Tasks(Key("T-1")).Single().GetProperty("progress").GetDouble().ShouldBe(1);
        (await WriteAsync(WithStatus("Erledigt") with { Known = null })).ShouldHaveSingleItem().ShouldBeOfType<RecordRefused>().Refusal.Field.ShouldBe("status");
    }

    [SkippableFact]
    public async Task A_party_that_is_not_there_is_a_refusal_of_its_field()
    {
        var fields = new Dictionary<string, JsonElement>(Fields("printer")) { ["party"] = JsonSerializer.SerializeToElement($"{KeyPrefix}nobody") };
        (await WriteAsync(new PushRecord(Key("T-1"), fields))).ShouldHaveSingleItem().ShouldBeOfType<RecordRefused>().Refusal.Field.ShouldBe("party");
    }

    [SkippableFact]
    public async Task Somebody_who_edits_between_our_look_and_our_write_is_not_written_over()
    {
        var known = await CreateAsync("T-1");
        RealTryton.Age("project_work", IdOf(Key("T-1")));
        var isFirst = true;
        Wire.Instead = request =>
        {
            if (isFirst && request.Content!.ReadAsStringAsync().Result.Contains("project.work.write", StringComparison.Ordinal))
            {
                isFirst = false;
                EditInTarget(Key("T-1"), "a person's words");
            }
            return null;
        };
        var result = (await WriteAsync(Record("T-1", "printer on fire") with { Known = known })).ShouldHaveSingleItem();
        isFirst.ShouldBeFalse();
        result.ShouldBeOfType<RecordDrifted>();
        SubjectsInTarget(Key("T-1")).ShouldBe(["a person's words"]);
    }

    private static int IdOf(ExternalKey key) => Tasks(key).Single().GetProperty("id").GetInt32();

    private static IReadOnlyList<JsonElement> Tasks(ExternalKey key) => [.. RealTryton.Search("project.work", [RealTryton.Is("type", "task")], "name", "parent", "progress")
        .Where(task => task.GetProperty("name").GetString()!.StartsWith($"{key.Value.Replace('\\', '\uff3c')}: ", StringComparison.Ordinal))];

    private static Dictionary<string, JsonElement> With(string subject, string project) =>
        new() { ["subject"] = JsonSerializer.SerializeToElement(subject), ["project"] = JsonSerializer.SerializeToElement(project) };
}
