using System.Diagnostics;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Transform;

namespace TelegramCrm.Benchmarks.ChangedTickets;

/// <summary>How long it takes to compute a handful of tickets again, in a process that has done it before, as a service does after each webhook.</summary>
internal sealed class SmallTransforms(DuckDBConnection connection, SqlFolder sql)
{
    private Instant asOf = Instant.FromUtc(2026, 1, 1, 13, 0);
    private int load = 1;

    public void Run(int rounds)
    {
        var refresh = new Refresh(sql);
        foreach (var changed in (int[])[50])
        {
            List<double> times = [];
            for (var round = 0; round < rounds; round++)
            {
                Change(changed);
                asOf += Duration.FromSeconds(1);
                if (round == rounds - 1) connection.Execute("call enable_logging('QueryLog')");
                var clock = Stopwatch.StartNew();
                var outcome = refresh.Run(connection, "x", asOf);
                times.Add(clock.Elapsed.TotalMilliseconds);
                connection.Execute("insert into ops.run_steps (run_id, step, subject, started_at, status) values ($run, 'test', '', now(), 'done')", new { run = $"run-{load}" });
                Console.Error.WriteLine(outcome);
            }
            foreach (var (ms, text) in connection.Query<(double, string)>("select coalesce(epoch_ms(lead(timestamp) over (order by timestamp)) - epoch_ms(timestamp), 0)::double, replace(message::varchar, chr(10), ' ') from duckdb_logs where type = 'QueryLog' order by timestamp"))
                Console.WriteLine($"{ms,6:0}  {text[..Math.Min(170, text.Length)]}");
            times.Sort();
            Console.WriteLine($"{changed} changed: median {times[times.Count / 2]:0} ms, min {times[0]:0} ms, max {times[^1]:0} ms");
        }
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
            insert into ops.loads values ({load}, 'x', '2026-01-01 12:30:00+00');
            commit;
            """);
    }
}
