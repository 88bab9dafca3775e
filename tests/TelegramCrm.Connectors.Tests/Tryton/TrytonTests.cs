using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using TelegramCrm.Connectors.Tryton;

namespace TelegramCrm.Connectors.Tests.Tryton;

/// <summary>What is particular to customers and hours in a real Tryton.</summary>
public sealed class TrytonTests : IDisposable
{
    private readonly string prefix = RealTryton.NextPrefix();
    private readonly LossyWire wire = new();
    private int batches;

    public void Dispose() => wire.Dispose();

    [SkippableFact]
    public async Task A_party_that_was_switched_off_is_found_and_written_and_stays_off()
    {
        var known = (await WriteAsync(Party("c-1", "ACME")))[0].ShouldBeOfType<RecordWritten>().Remote;
        RealTryton.Write("party.party", int.Parse(known.Id, null), new { active = false });
        (await Connector().FindAsync(Party("c-1", "ACME").Key, default)).ShouldNotBeNull().Id.ShouldBe(known.Id);
        (await WriteAsync(Party("c-1", "ACME Ltd", known)))[0].ShouldBeOfType<RecordWritten>();
        RealTryton.Search("party.party", [RealTryton.Is("code", prefix + "c-1"), RealTryton.AnyState], "name", "active").ShouldHaveSingleItem().ToString().ShouldContain("ACME Ltd");
        RealTryton.Search("party.party", [RealTryton.Is("code", prefix + "c-1")], "name").ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_party_that_is_removed_is_switched_off_and_is_on_again_when_it_comes_back()
    {
        var known = (await WriteAsync(Party("c-1", "ACME")))[0].ShouldBeOfType<RecordWritten>().Remote;
        for (var time = 1; time <= 2; time++)
            (await Connector().RemoveAsync(Batch(Party("c-1", "ACME", known)), default)).ShouldBe([new RecordRemoved(Party("c-1", "").Key)]);
        RealTryton.Search("party.party", [RealTryton.Is("code", prefix + "c-1")], "name").ShouldBeEmpty();
        (await WriteAsync(Party("c-1", "ACME")))[0].ShouldBeOfType<RecordWritten>().Remote.Id.ShouldBe(known.Id);
        RealTryton.Search("party.party", [RealTryton.Is("code", prefix + "c-1")], "name").ShouldHaveSingleItem();
    }

    [SkippableFact]
    public async Task A_party_whose_code_a_person_changed_gets_it_back_and_is_not_made_twice()
    {
        var known = (await WriteAsync(Party("c-1", "ACME")))[0].ShouldBeOfType<RecordWritten>().Remote;
        RealTryton.Write("party.party", int.Parse(known.Id, null), new { code = $"{prefix}other" });
        (await WriteAsync(Party("c-1", "ACME", known)))[0].ShouldBeOfType<RecordWritten>().Remote.Id.ShouldBe(known.Id);
    }

    [SkippableFact]
    public async Task Hours_that_somebody_else_makes_between_our_look_and_our_write_are_taken_and_not_doubled()
    {
        await TaskAsync("T-1");
        var work = RealTryton.Search("timesheet.work", [["origin.name", "like", $"{prefix}T-1: %", "project.work"]], "rec_name")[0].GetProperty("id").GetInt32();
        var isFirst = true;
        wire.Instead = request =>
        {
            var body = JsonNode.Parse(request.Content!.ReadAsStringAsync().Result)!;
            if (isFirst && (string?)body["method"] == "model.timesheet.line.create")
            {
                isFirst = false;
                RealTryton.Create("timesheet.line", new { uuid = (string?)body["params"]![0]![0]!["uuid"], work, employee = RealTryton.Employees[0], company = 1, date = RealTryton.Day(2026, 3, 12), duration = new { __class__ = "timedelta", seconds = 1 } });
            }
            return null;
        };
        (await WriteAsync(Line("l-1", "T-1", seconds: 600)))[0].ShouldBeOfType<RecordWritten>();
        isFirst.ShouldBeFalse();
        RealTryton.Search("timesheet.line", [RealTryton.Is("work", work)], "duration").ShouldHaveSingleItem().ToString().ShouldContain("600");
    }

    [SkippableTheory]
    [InlineData("ann", "2026-03-12", -1, "T-1", "seconds", "must be positive")]
    [InlineData("ann", "2026-13-12", 60, "T-1", "day", "is no day")]
    [InlineData("ann", "2026-03-12", 60, "T-9", "task", "no task")]
    [InlineData("cem", "2026-03-12", 60, "T-1", "agent", "which employee agent cem is")]
    [InlineData("ann", "2026-05-01", 60, "T-1", "task", "not valid according to its domain")] // the period is closed
    public async Task Hours_that_can_t_be_booked_are_refused_with_Tryton_s_words_and_the_field(string agent, string day, int seconds, string task, string field, string words)
    {
        var id = await TaskAsync("T-1");
        RealTryton.Write("project.work", id, new { timesheet_end_date = RealTryton.Day(2026, 4, 30) });
        var refusal = (await WriteAsync(Line("l-1", task, agent, day, seconds)))[0].ShouldBeOfType<RecordRefused>().Refusal;
        refusal.Field.ShouldBe(field);
        refusal.Reason.ShouldContain(words);
        refusal.Remedy.ShouldNotBeEmpty();
    }

    [SkippableFact]
    public async Task A_batch_with_hours_that_can_t_be_booked_is_refused_whole_and_nothing_of_it_stays()
    {
        await TaskAsync("T-1");
        await Should.ThrowAsync<BatchRefusedException>(() => WriteAsync(Line("l-1", "T-1"), Line("l-2", "T-1", seconds: -1)));
        (await Connector().FindAsync(Line("l-1", "T-1").Key, default)).ShouldBeNull();
    }

    [SkippableFact]
    public async Task Where_some_are_changed_and_others_made_a_refusal_of_some_leaves_only_those_without_an_outcome()
    {
        await TaskAsync("T-1");
        var known = (await WriteAsync(Line("l-1", "T-1")))[0].ShouldBeOfType<RecordWritten>().Remote;
        var results = await WriteAsync(Line("l-1", "T-1", seconds: 120, known: known), Line("l-2", "T-1", seconds: -1), Line("l-3", "T-1"));
        results.ShouldHaveSingleItem().ShouldBeOfType<RecordWritten>().Key.ShouldBe(Line("l-1", "T-1").Key);
    }

    [SkippableFact]
    public async Task A_user_who_may_book_hours_of_his_own_only_hears_so_in_Tryton_s_words()
    {
        await TaskAsync("T-1");
        var limited = new TrytonConnector(RealTryton.LimitedSettings("timesheet_lines"), new HttpClient(wire, disposeHandler: false));
        var batch = Batch(Line("l-1", "T-1", agent: "ann"));
        (await limited.WriteAsync(batch, default))[0].ShouldBeOfType<RecordRefused>().Refusal.ShouldSatisfyAllConditions(
            refusal => refusal.Reason.ShouldContain("Own timesheet line"), refusal => refusal.Remedy.ShouldContain("right"));
    }

    [SkippableFact]
    public async Task A_session_that_has_ended_is_begun_anew_and_the_call_repeated_once()
    {
        var connector = Connector();
        await connector.FindAsync(Party("c-1", "").Key, default);
        var isFirst = true;
        wire.Instead = _ => isFirst && !(isFirst = false) ? LossyWire.Answer(HttpStatusCode.Unauthorized) : null;
        (await connector.WriteAsync(Batch(Party("c-1", "ACME")), default))[0].ShouldBeOfType<RecordWritten>();
        isFirst.ShouldBeFalse();
    }

    [SkippableFact]
    public async Task A_check_names_an_employee_that_is_not_there_and_a_company_that_is_not_the_user_s()
    {
        using var http = new HttpClient(wire, disposeHandler: false);
        var settings = RealTryton.Settings();
        (await new TrytonConnector(settings with { Employees = new Dictionary<string, string> { ["ann"] = "EMPLOYEE-9" } }, http).CheckAsync(default)).Message.ShouldContain("EMPLOYEE-9");
        (await new TrytonConnector(settings with { Company = 7 }, http).CheckAsync(default)).ShouldSatisfyAllConditions(check => check.IsReady.ShouldBeFalse(), check => check.Message.ShouldContain("company 7"));
    }

    [Theory]
    [InlineData("""{}""", "url")]
    [InlineData("""{"url": "https://erp.example.org"}""", "url")]
    [InlineData("""{"url": "https://sync:geheim@erp.example.org/erp"}""", "url")]
    [InlineData("""{"url": "https://erp.example.org/erp", "user": "sync"}""", "password")]
    [InlineData("""{"url": "https://erp.example.org/erp", "user": "sync", "password": "geheim", "company": "ACME"}""", "company")]
    [InlineData("""{"url": "https://erp.example.org/erp", "user": "sync", "password": "geheim", "company": 1, "entities": ["invoices"]}""", "entities")]
    [InlineData("""{"url": "https://erp.example.org/erp", "user": "sync", "password": "geheim", "company": 1, "employees": {"a": 7}}""", "employees.a")]
    [InlineData("""{"url": "https://erp.example.org/erp", "user": "sync", "password": "geheim", "company": 1, "proxy": "x"}""", "proxy")]
    public void A_setting_that_can_t_be_meant_is_named_and_no_secret_is_repeated(string settings, string named)
    {
        var mistake = Should.Throw<ConnectorSettingsException>(() => TrytonSettings.Read(JsonNode.Parse(settings)!.AsObject()));
        mistake.Setting.ShouldBe(named);
        mistake.ToString().ShouldNotContain("geheim");
    }

    private TrytonConnector Connector() => new(RealTryton.Settings(), new HttpClient(wire, disposeHandler: false));

    private Task<IReadOnlyList<WriteResult>> WriteAsync(params PushRecord[] records) => Connector().WriteAsync(Batch(records), default);

    private async Task<int> TaskAsync(string key)
    {
        RealTryton.HasProject();
        var task = Record("tasks", key, new { subject = "printer", project = RealTryton.Project });
        return int.Parse((await WriteAsync(task))[0].ShouldBeOfType<RecordWritten>().Remote.Id, null);
    }

    private PushRecord Party(string key, string name, RemoteRecord? known = null) => Record("parties", key, new { name }, known);

    private PushRecord Line(string key, string task, string agent = "ann", string day = "2026-03-12", int seconds = 60, RemoteRecord? known = null) =>
        Record("timesheet_lines", key, new { task = prefix + task, agent, day, seconds, description = task }, known);

    private PushRecord Record(string entity, string key, object fields, RemoteRecord? known = null) =>
        new(new ExternalKey(entity, prefix + key), JsonSerializer.SerializeToElement(fields).EnumerateObject().ToDictionary(field => field.Name, field => field.Value), known);

    private PushBatch Batch(params PushRecord[] records) => new($"run-{++batches:0000}", new DateTimeOffset(2026, 3, 14, 2, 0, batches, TimeSpan.Zero), records[0].Key.Entity, records);
}
