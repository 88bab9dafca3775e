using System.Diagnostics;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Transform;

namespace TelegramCrm.Benchmarks.ChangedTickets;

/// <summary>How long it takes to compute some tickets of a long history anew, in a process that has done it before, as the service does after webhooks.</summary>
internal sealed class Refreshes(DuckDBConnection connection, SqlFolder sql)
{
    private const string RunId = "inbox";
    private readonly Refresh refresh = new(sql);
    private Instant asOf = Instant.FromUtc(2026, 1, 1, 13, 0);
    private int load = 1;

    /// <summary>Changes tickets from all over the history, again and again.</summary>
    /// <param name="tickets">How many at a time.</param>
    /// <returns>The median, once warm.</returns>
    public TimeSpan Measure(int tickets)
    {
        var times = new List<TimeSpan>();
        for (var round = 0; round < 7; round++)
        {
            Change(tickets);
            asOf += Duration.FromSeconds(1);
            var clock = Stopwatch.StartNew();
            if (refresh.Run(connection, RunId, asOf) != tickets)
                throw new InvalidOperationException("not every changed ticket was computed");
            times.Add(clock.Elapsed);
        }
        return times.Order().ElementAt(times.Count / 2);
    }

    private void Change(int tickets)
    {
        load++;
        connection.Execute($"""
            begin;
            create or replace temp table chosen as select id from raw.tickets order by hash(id, {load}) limit {tickets};
            update raw.tickets set load_id = {load}, version_at = version_at + interval 1 second, content_hash = {load} where id in (from chosen);
            insert into raw.messages select 'x{load}' || id, id, '2026-01-01 12:30:00+00', {load}, json_object('id', 'x{load}' || id, 'ticket_id', id,
                'author', json_object('type', 'customer', 'id', 'c1'), 'kind', 'reply', 'text', 'hello', 'created_at', '2026-01-01T12:30:00Z'), null, false, {load} from chosen;
            insert into ops.loads values ({load}, '{RunId}', '2026-01-01 12:30:00+00');
            commit;
            """);
    }
}
