using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Benchmarks.Publishing;

/// <summary>
/// What an hour of work changes in the marts: a ticket gets a message, an event and a next status, and its clocks move. 98 of 100 changed
/// tickets are of the last two months, the rest of any month before.
/// </summary>
internal static class ChangedTickets
{
    /// <summary>The relations that change, with the columns that tell their rows apart.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Keys = new Dictionary<string, string[]>
    {
        ["tickets"] = ["ticket_id"],
        ["messages"] = ["message_id"],
        ["ticket_events"] = ["event_id"],
        ["ticket_status_spans"] = ["ticket_id", "stay"],
        ["ticket_metrics"] = ["ticket_id"],
        ["ticket_replies"] = ["ticket_id", "exchange"],
        ["sla_events"] = ["ticket_id", "metric", "instance"],
        ["agent_daily"] = ["day", "agent_id"],
    };

    /// <summary>Makes the new rows, in a schema <c>changed</c> beside the marts.</summary>
    /// <param name="warehouse">Holds the marts.</param>
    /// <param name="count">How many tickets change.</param>
    /// <param name="round">Which of them; another round picks others.</param>
    public static void Make(DuckDBConnection warehouse, int count, int round) => warehouse.Execute($"""
        drop schema if exists changed cascade;
        create schema changed;
        create or replace temp table picked as
        (select ticket_id from analytics.tickets where created_at >= '2026-01-01 00:00:00+00' order by hash(ticket_id, {round}) limit {count - (count / 50)})
        union all
        (select ticket_id from analytics.tickets where created_at < '2026-01-01 00:00:00+00' order by hash(ticket_id, {round}) limit {count / 50});

        create table changed.tickets as
        select tickets.* replace ('pending' as status, timestamptz '2026-02-28 23:00:00+00' as updated_at, message_count + 1 as message_count) from analytics.tickets semi join picked using (ticket_id);
        create table changed.messages as
        select messages.* replace (message_id || '-new{round}' as message_id, 'And one more thing: ' || text as text, timestamptz '2026-02-28 22:00:00+00' as created_at)
        from analytics.messages semi join picked using (ticket_id) where message_id like '%-4';
        create table changed.ticket_events as
        select ticket_events.* replace (event_id || '-new{round}' as event_id, 'resolved' as from_value, 'pending' as to_value, timestamptz '2026-02-28 22:00:00+00' as occurred_at)
        from analytics.ticket_events semi join picked using (ticket_id) where event_id like '%-3';
        create table changed.ticket_status_spans as
        with last_spans as (from analytics.ticket_status_spans semi join picked using (ticket_id) where stay = 2)
        select * replace (timestamptz '2026-02-28 22:00:00+00' as ended_at) from last_spans
        union all
        select * replace (3 + {round} as stay, timestamptz '2026-02-28 22:00:00+00' as started_at, 'pending' as status) from last_spans;
        create table changed.ticket_metrics as
        select ticket_metrics.* replace (requester_wait_business_seconds + 60 as requester_wait_business_seconds) from analytics.ticket_metrics semi join picked using (ticket_id);
        create table changed.ticket_replies as
        select ticket_replies.* replace (3 + {round} as exchange, timestamptz '2026-02-28 22:00:00+00' as asked_at, null as replied_at) from analytics.ticket_replies semi join picked using (ticket_id) where exchange = 2;
        create table changed.sla_events as
        select sla_events.* replace ('paused' as status) from analytics.sla_events semi join picked using (ticket_id) where metric = 'resolution';
        create table changed.agent_daily as
        select * replace (coalesce(replies, 0) + 1 as replies) from analytics.agent_daily where day = date '2026-02-28';
        """);

    /// <summary>Merges the new rows into the relations of a database, in one transaction.</summary>
    /// <param name="connection">Holds the schema <c>changed</c> in its own database.</param>
    /// <param name="target">The database that holds <c>analytics</c>.</param>
    public static void Merge(DuckDBConnection connection, string target)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var (relation, key) in Keys)
        {
            connection.Execute($"""
                merge into {target}.analytics.{relation} using changed.{relation} using ({string.Join(", ", key)})
                when matched then update
                when not matched then insert
                """);
        }
        transaction.Commit();
    }

    /// <summary>Notes which months changed, as a transform does.</summary>
    public static void Mark(DuckDBConnection warehouse, int round)
    {
        var number = round + 2; // the transform that made the empty marts was the first
        warehouse.Execute($"insert into ops.transforms values ({number}, 'round-{round}', '2026-03-01 00:00:00+00', {round == 0}, {round}, '')");
        foreach (var relation in round == 0 ? [] : Keys.Keys)
            warehouse.Execute($"insert into ops.changed_partitions select distinct 'analytics.{relation}', date_trunc('month', {BirthOf(relation)})::date, {number} from changed.{relation}");
    }

    private static string BirthOf(string relation) => relation switch
    {
        "ticket_events" => "occurred_at",
        "ticket_status_spans" or "sla_events" => "started_at",
        "ticket_replies" => "asked_at",
        "agent_daily" => "day",
        _ => "created_at",
    };
}
