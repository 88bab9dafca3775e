using Dapper;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using TelegramCrm.Connectors.SignedWebhook;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.Push;

namespace TelegramCrm.Connectors.Tests.SignedWebhook;

/// <summary>Breaches to a pager and applied templates to a knowledge base: the models that ship, the engine, a receiver that knows messages by their id.</summary>
public sealed class SignedWebhookPushTests : IAsyncLifetime
{
    private readonly string data = Directory.CreateTempSubdirectory("push-").FullName;
    private readonly ImpatientTimeProvider clock = new(new DateTimeOffset(2026, 3, 14, 9, 0, 0, TimeSpan.Zero));
    private readonly DuckDBConnection warehouse = new("DataSource=:memory:");
    private readonly HttpClient http = new();
    private WebhookReceiver receiver = null!;
    private int runs;

    public async Task InitializeAsync()
    {
        receiver = await WebhookReceiver.StartAsync();
        warehouse.Open();
        warehouse.Execute("""
            set TimeZone = 'UTC';
            create schema analytics;
            create table analytics.sla_alerts as
            select * from (values
                (1, 'T-1', 'first_response', 1, 'breach', 'standard', timestamptz '2026-03-01 09:00:00+00', timestamptz '2026-03-01 09:00:01+00', timestamptz '2026-03-01 09:05:00+00'),
                (2, 'T-1', 'resolution', 1, 'warning', 'standard', timestamptz '2026-03-14 09:00:00+00', timestamptz '2026-03-14 07:00:00+00', timestamptz '2026-03-14 07:01:00+00'),
                (3, 'T-1', 'resolution', 1, 'breach', 'standard', timestamptz '2026-03-14 08:00:00+00', timestamptz '2026-03-14 08:00:01+00', timestamptz '2026-03-14 08:01:00+00')
            ) as alerts(alert_number, ticket_id, metric, instance, level, policy, due_at, reached_at, noticed_at);
            create table analytics.tickets as select 'T-1' as ticket_id, 17::bigint as number;
            create table analytics.ticket_history as
            select * from (values
                ('T-1', timestamptz '2026-03-01 08:00:00+00', timestamptz '2026-03-14 08:30:00+00', 'urgent', 'q-1', 'a-1'),
                ('T-1', timestamptz '2026-03-14 08:30:00+00', null, 'low', 'q-2', null)
            ) as history(ticket_id, valid_from, valid_to, priority, queue_id, assigned_agent_id);
            create table analytics.queues as select * from (values ('q-1', 'Billing'), ('q-2', 'Later')) as queues(queue_id, name);
            create table analytics.agents as select 'a-1' as agent_id, 'Ann' as name;
            create table analytics.template_applications as
            select * from (values
                ('u-1', 'tpl-1', 2, 'T-1', 'a-1', 'm-1', timestamptz '2026-03-02 08:00:00+00', 'Greeting', 'Dear {{name}}', 'en', 'KB-7'),
                ('u-2', 'tpl-1', 1, 'T-1', 'a-1', null, timestamptz '2026-03-02 08:00:00+00', 'Greeting', 'Hello {{name}}', 'en', 'KB-7'),
                ('u-3', 'tpl-9', 1, 'T-1', null, null, timestamptz '2026-03-02 08:00:00+00', null, null, null, null)
            ) as applications(usage_id, template_id, template_version, ticket_id, agent_id, message_id, applied_at, title, body, locale, article_id);
            """);
    }

    public async Task DisposeAsync()
    {
        warehouse.Dispose();
        http.Dispose();
        await receiver.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_pager_is_told_of_each_breach_of_the_last_day_once_with_the_ticket_as_it_stood_then()
    {
        (await PushAsync("sla_breaches")).Created.ShouldBe(1);
        var message = receiver.Deliveries.ShouldHaveSingleItem().Json;
        message.GetProperty("key").GetString().ShouldBe("T-1/resolution/1");
        message.GetProperty("data").ToString().ShouldBe(
            """{"ticket_id":"T-1","ticket_number":17,"metric":"resolution","instance":1,"policy":"standard","due_at":"2026-03-14T08:00:00Z","breached_at":"2026-03-14T08:00:01Z","noticed_at":"2026-03-14T08:01:00Z","priority":"urgent","queue_name":"Billing","agent_name":"Ann"}""");

        warehouse.Execute("insert into analytics.ticket_history values ('T-1', '2026-03-14 08:40:00+00', null, 'low', 'q-1', null)");
        (await PushAsync("sla_breaches")).Unchanged.ShouldBe(1);
        receiver.Deliveries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_knowledge_base_gets_each_applied_template_with_the_text_it_had()
    {
        (await PushAsync("applied_templates")).Created.ShouldBe(3);
        var bodies = receiver.Deliveries.ToDictionary(delivery => delivery.Json.GetProperty("key").GetString()!, delivery => delivery.Json.GetProperty("data").GetProperty("body").GetString());
        bodies.ShouldBe(new Dictionary<string, string?> { ["u-1"] = "Dear {{name}}", ["u-2"] = "Hello {{name}}", ["u-3"] = null }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_message_whose_answer_is_lost_comes_again_as_the_same_message()
    {
        var isLost = false;
        receiver.Meanwhile = context =>
        {
            if (isLost || context.Request.Method != "POST")
                return;
            isLost = true;
            context.Abort();
        };
        (await PushAsync("sla_breaches")).ShouldBe(new EntitySummary("sla_breaches") { Created = 1 });
        receiver.Deliveries.Count.ShouldBe(2);
        receiver.Deliveries.Select(delivery => (delivery.Id, delivery.Body)).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_the_receiver_refuses_is_a_dead_letter_in_its_words_and_the_others_go_on()
    {
        receiver.Answers.Enqueue((204, "")); // to the question before the first message
        receiver.Answers.Enqueue((422, "unknown template"));
        (await PushAsync("applied_templates")).ShouldBe(new EntitySummary("applied_templates") { Created = 2, Refused = 1 });
        new DeadLetters(State).List().ShouldHaveSingleItem().Reason.ShouldBe("the receiver answers 422: unknown template");
    }

    private StateStore State => StateStore.Open(new SqliteState(Path.Combine(data, "state.db")));

    private async Task<EntitySummary> PushAsync(string entity)
    {
        var settings = new SignedWebhookSettings(receiver.Address, [SigningSecret.Read("secret", "whsec_KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio=")], [entity]);
        var run = new PushRun(warehouse, State, Path.Combine(AppContext.BaseDirectory, "sql", "push"), clock, NullLogger<PushRun>.Instance);
        return (await run.RunAsync($"run{++runs}", [new PushTarget("pager", SignedWebhookConnector.Type, new SignedWebhookConnector(settings, http, clock))], default)).Single().Entities.Single();
    }
}
