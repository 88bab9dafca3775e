using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using TelegramCrm.Connectors.Odoo;

namespace TelegramCrm.Connectors.Tests.Odoo;

/// <summary>What is particular to tasks and hours in an Odoo.</summary>
public sealed class OdooTests : IDisposable
{
    private readonly string prefix = OdooTarget.NextPrefix();
    private readonly LossyWire wire = new();
    private int batches;

    public void Dispose() => wire.Dispose();

    [SkippableFact]
    public async Task Hours_arrive_with_their_task_employee_day_and_text()
    {
        await TaskAsync("T-1");
        (await WriteAsync(Line("l-1", "T-1", agent: "bob", seconds: 100)))[0].ShouldBeOfType<RecordWritten>();
        var line = OdooTarget.Instance.Find("account.analytic.line", "timesheet_lines", prefix + "l-1", "task_id", "employee_id", "date", "unit_amount", "name").ShouldHaveSingleItem();
        $"{line.GetProperty("employee_id")[0]} {line.GetProperty("date")} {line.GetProperty("unit_amount")} {line.GetProperty("name")}".ShouldBe($"{OdooTarget.Instance.Employees[1]} 2026-03-12 0.027778 /");
        line.GetProperty("task_id")[0].GetInt32().ShouldBe(OdooTarget.Instance.Find("project.task", "tasks", prefix + "T-1", "name").Single().GetProperty("id").GetInt32());
    }

    [SkippableTheory]
    [InlineData("ann", "2026-13-12", 60, "T-1", "day", "valid date")]
    [InlineData("ann", "2026-03-12", 60, "T-9", "task", "No matching record found")]
    [InlineData("cem", "2026-03-12", 60, "T-1", "agent", "which employee agent cem is")]
    [InlineData("gone", "2026-03-12", 60, "T-1", "agent", "No matching record found")]
    [InlineData("ann", "2026-03-12", -1, "T-1", "seconds", "is no number of seconds")]
    public async Task Hours_that_can_t_be_booked_are_refused_with_the_reason_and_the_field_and_the_others_arrive(string agent, string day, int seconds, string task, string field, string words)
    {
        await TaskAsync("T-1");
        var results = await WriteAsync(Line("l-1", "T-1"), Line("l-2", task, agent, day, seconds), Line("l-3", "T-1"));
        var refusal = results.OfType<RecordRefused>().ShouldHaveSingleItem().Refusal;
        refusal.ShouldSatisfyAllConditions(refused => refused.Field.ShouldBe(field), refused => refused.Reason.ShouldContain(words), refused => refused.Key.Value.ShouldBe(prefix + "l-2"));
        results.OfType<RecordWritten>().Count().ShouldBe(2);
        OdooTarget.Instance.Find("account.analytic.line", "timesheet_lines", prefix + "l-2", "date").ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("project", "No such project")]
    [InlineData("partner", "nobody")]
    [InlineData("state", "erledigt")]
    public async Task A_task_that_refers_to_what_is_not_there_is_refused_by_its_field(string field, string value)
    {
        var fields = new JsonObject { ["subject"] = "printer", ["project"] = "Support", [field] = value };
        (await WriteAsync(Record("tasks", "T-1", fields)))[0].ShouldBeOfType<RecordRefused>().Refusal.Field.ShouldBe(field);
    }

    [SkippableFact]
    public async Task A_fault_without_a_field_refuses_the_batch_whole_and_nothing_of_it_stays()
    {
        var nameless = Record("partners", "c-2", new JsonObject { ["name"] = null });
        await Should.ThrowAsync<BatchRefusedException>(() => WriteAsync(Record("partners", "c-1", new JsonObject { ["name"] = "ACME" }), nameless));
        (await Connector().FindAsync(new ExternalKey("partners", $"{prefix}c-1"), default)).ShouldBeNull();
        (await WriteAsync(nameless))[0].ShouldBeOfType<RecordRefused>().Refusal.Reason.ShouldContain("name");
    }

    [SkippableFact]
    public async Task A_task_loses_its_partner_when_the_ticket_has_none()
    {
        await WriteAsync(Record("partners", "c-1", new JsonObject { ["name"] = "ACME" }));
        var fields = new JsonObject { ["subject"] = "printer", ["project"] = "Support", ["partner"] = $"{prefix}c-1" };
        var known = (await WriteAsync(Record("tasks", "T-1", fields)))[0].ShouldBeOfType<RecordWritten>().Remote;
        fields["partner"] = null;
        (await WriteAsync(Record("tasks", "T-1", fields, known)))[0].ShouldBeOfType<RecordWritten>();
        OdooTarget.Instance.Find("project.task", "tasks", prefix + "T-1", "partner_id").Single().GetProperty("partner_id").ValueKind.ShouldBe(JsonValueKind.False);
    }

    [SkippableFact]
    public async Task A_check_names_an_employee_that_is_not_there()
    {
        using var http = new HttpClient(wire, disposeHandler: false);
        var check = await new OdooConnector(Settings("99999"), http).CheckAsync(default);
        check.ShouldSatisfyAllConditions(said => said.IsReady.ShouldBeFalse(), said => said.Message.ShouldContain("99999"));
    }

    [Theory]
    [InlineData("""{}""", "url")]
    [InlineData("""{"url": "https://odoo.example.org"}""", "key")]
    [InlineData("""{"url": "https://odoo.example.org", "key": "geheim", "user": "sync"}""", "database")]
    [InlineData("""{"url": "https://odoo.example.org", "key": "geheim", "namespace": "a.b"}""", "namespace")]
    [InlineData("""{"url": "https://odoo.example.org", "key": "geheim", "employees": {"a": "ann"}}""", "employees.a")]
    [InlineData("""{"url": "https://odoo.example.org", "key": "geheim", "entities": ["invoices"]}""", "entities")]
    [InlineData("""{"url": "https://odoo.example.org", "key": "geheim", "password": "x"}""", "password")]
    public void A_setting_that_can_t_be_meant_is_named_and_no_secret_is_repeated(string settings, string named)
    {
        var mistake = Should.Throw<ConnectorSettingsException>(() => OdooSettings.Read(JsonNode.Parse(settings)!.AsObject()));
        mistake.Setting.ShouldBe(named);
        mistake.ToString().ShouldNotContain("geheim");
    }

    private static OdooSettings Settings(string gone = "99999") =>
        OdooTarget.Instance.Settings() with { Employees = new Dictionary<string, string>(OdooTarget.Instance.Settings().Employees) { ["gone"] = gone } };

    private OdooConnector Connector() => new(Settings(), new HttpClient(wire, disposeHandler: false));

    private Task<IReadOnlyList<WriteResult>> WriteAsync(params PushRecord[] records) =>
        Connector().WriteAsync(new PushBatch($"run-{++batches:0000}", new DateTimeOffset(2026, 3, 14, 2, 0, batches, TimeSpan.Zero), records[0].Key.Entity, records), default);

    private async Task TaskAsync(string key) =>
        (await WriteAsync(Record("tasks", key, new JsonObject { ["subject"] = "printer", ["project"] = "Support" })))[0].ShouldBeOfType<RecordWritten>();

    private PushRecord Line(string key, string task, string agent = "ann", string day = "2026-03-12", int seconds = 60) =>
        Record("timesheet_lines", key, new JsonObject { ["task"] = prefix + task, ["agent"] = agent, ["day"] = day, ["seconds"] = seconds, ["description"] = null });

    private PushRecord Record(string entity, string key, JsonObject fields, RemoteRecord? known = null) =>
        new(new ExternalKey(entity, prefix + key), JsonSerializer.SerializeToElement(fields).EnumerateObject().ToDictionary(field => field.Name, field => field.Value), known);
}
