using Dapper;
using Shouldly;
using TelegramCrm.Connectors.Tests;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.State;

namespace TelegramCrm.Sync.Tests.Push;

/// <summary>What is sent, and what is not.</summary>
public abstract class PushChangesTests(Func<string, IStateEngine> newState) : IDisposable
{
    private readonly PushHouse house = new(newState, new InMemoryConnector { BatchSize = 2 });

    public void Dispose() => house.Dispose();

    [SkippableFact]
    public async Task The_first_push_creates_every_record_and_the_second_sends_no_request()
    {
        for (var ticket = 1; ticket <= 5; ticket++)
            house.Ticket($"T-{ticket}", "printer");
        (await house.PushAsync()).ShouldBe(new EntitySummary("tickets") { Created = 5 });
        var requests = house.Target.Requests;
        (await house.PushAsync()).ShouldBe(new EntitySummary("tickets") { Unchanged = 5 });
        house.Target.Requests.ShouldBe(requests);
        house.Target.Batches.Select(batch => batch.Records.Count).ShouldBe([2, 2, 1]);
    }

    [SkippableFact]
    public async Task A_change_updates_its_record_and_no_other()
    {
        house.Ticket("T-1", "printer");
        house.Ticket("T-2", "router");
        await house.PushAsync();
        house.Ticket("T-1", "printer on fire");
        (await house.PushAsync()).ShouldBe(new EntitySummary("tickets") { Updated = 1, Unchanged = 1 });
        house.SubjectsOf("T-1").ShouldBe(["printer on fire"]);
        house.Target.Batches[^1].Records.ShouldHaveSingleItem().Key.Value.ShouldBe("T-1");
    }

    [SkippableFact]
    public async Task A_value_that_goes_and_comes_back_is_sent_both_times()
    {
        foreach (var subject in (string[])["printer", "router", "printer"])
        {
            house.Ticket("T-1", subject);
            await house.PushAsync();
            house.SubjectsOf("T-1").ShouldBe([subject]);
        }
    }

    [SkippableFact]
    public async Task Columns_in_another_order_change_nothing()
    {
        house.Ticket("T-1", "printer");
        await house.PushAsync();
        house.Model("select changed_at, subject, ticket_id from tickets");
        (await house.PushAsync()).Unchanged.ShouldBe(1);
    }

    [SkippableFact]
    public async Task A_column_more_is_a_change_even_if_it_is_null()
    {
        house.Ticket("T-1", "printer");
        await house.PushAsync();
        house.Model("select ticket_id, subject, changed_at, null::varchar as queue from tickets");
        (await house.PushAsync()).Updated.ShouldBe(1);
    }

    [SkippableFact]
    public async Task Neither_the_session_s_zone_nor_a_null_beside_empty_text_is_confused()
    {
        house.Ticket("T-1", "");
        await house.PushAsync();
        house.Warehouse.Execute("set TimeZone = 'Asia/Tokyo'");
        (await house.PushAsync()).Unchanged.ShouldBe(1);
        house.Model("select ticket_id, nullif(subject, '') as subject, changed_at from tickets");
        (await house.PushAsync()).Unchanged.ShouldBe(0);
    }

    [SkippableFact]
    public async Task Fields_arrive_in_the_order_of_the_model_with_instants_in_UTC_and_numbers_as_numbers()
    {
        house.Model("""
            select ticket_id, subject, changed_at, changed_at + interval 1500 milliseconds as later, date '2026-03-01' as day,
                -7::bigint as seconds, 1.50::decimal(9,2) as price, 12345678901234567890123::hugeint as total, 0.5::double as share, 'nan'::double as ratio, true as met, ['a'] as tags, null::bigint as gone
            from tickets
            """);
        house.Ticket("T-1", "принтер \"1\"");
        await house.PushAsync();
        var fields = house.Target.Batches.ShouldHaveSingleItem().Records.ShouldHaveSingleItem().Fields;
        string.Join(", ", fields.Select(field => $"{field.Key}: {field.Value.GetRawText()}")).ShouldBe(
            "subject: \"принтер \\\"1\\\"\", changed_at: \"2026-03-01T08:00:00Z\", later: \"2026-03-01T08:00:01.500000Z\", day: \"2026-03-01\", " +
            "seconds: -7, price: 1.5, total: 12345678901234567890123, share: 0.5, ratio: null, met: true, tags: [\"a\"], gone: null");
    }

    [SkippableFact]
    public async Task More_records_than_a_page_all_arrive_once()
    {
        using var batched = new PushHouse(newState, new InMemoryConnector { BatchSize = 400 });
        batched.Warehouse.Execute("insert into tickets select 'T-' || n, 'printer', '2026-03-01 08:00:00+00' from range(2501) as numbers(n)");
        (await batched.PushAsync()).Created.ShouldBe(2501);
        batched.Target.Records.Select(record => record.Key).Distinct().Count().ShouldBe(2501);
    }

    [SkippableFact]
    public async Task An_empty_source_is_taken_for_a_broken_warehouse()
    {
        house.Ticket("T-1", "printer");
        await house.PushAsync();
        house.Warehouse.Execute("delete from tickets");
        var summary = await house.PushAsync();
        summary.Error.ShouldNotBeNull().ShouldContain("gives no rows, though the target holds 1 of ours");
        summary.Status.ShouldBe("failed");
    }

    [SkippableFact]
    public async Task A_source_that_was_always_empty_is_simply_done() => (await house.PushAsync()).Status.ShouldBe("done");

    [SkippableTheory]
    [InlineData("select ticket_id, subject from ticketz", "ticketz")]
    [InlineData("select subject from tickets", "has no column ticket_id")]
    [InlineData("select ticket_id from tickets", "nothing to send")]
    [InlineData("select ticket_id, subject from tickets union all from (select ticket_id, subject from tickets)", "2 rows have the external key T-1")]
    [InlineData("select nullif(ticket_id, 'T-1') as ticket_id, subject from tickets", "1 rows have no ticket_id")]
    public async Task A_model_that_can_not_be_sent_is_refused_before_anything_is(string select, string message)
    {
        house.Ticket("T-1", "printer");
        house.Model(select);
        (await house.PushAsync()).Error.ShouldNotBeNull().ShouldContain(message);
        house.Target.Requests.ShouldBe(0);
    }

    [SkippableFact]
    public async Task A_column_that_the_connector_does_not_know_is_named_beside_those_it_knows()
    {
        using var strict = new PushHouse(newState, new InMemoryConnector { Fields = ["subject", "status"] });
        strict.Ticket("T-1", "printer");
        (await strict.PushAsync()).Error.ShouldNotBeNull().ShouldEndWith("tickets.sql: column changed_at is not a field of tickets; known fields are subject, status");
    }

    [SkippableFact]
    public async Task A_header_without_an_external_key_is_refused()
    {
        house.Model("select ticket_id, subject from tickets", header: "-- what it is");
        (await house.PushAsync()).Error.ShouldNotBeNull().ShouldContain("names no external key");
    }
}

public sealed class PushChangesOnSqliteTests() : PushChangesTests(file => new SqliteState(file));

public sealed class PushChangesOnPostgresTests() : PushChangesTests(_ => PostgresServer.NewState());
