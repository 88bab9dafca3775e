using CsCheck;
using Dapper;
using TelegramCrm.Sync.Publish;

namespace TelegramCrm.Sync.Tests.Publish;

/// <summary>Whatever happens to rows, notes and publications: what is published is the warehouse, and nothing was written that had not changed.</summary>
public sealed class PublicationPropertyTests
{
    /// <summary>Changes of rows, each with the months it may touch.</summary>
    private static readonly (string Sql, (string Relation, string? Month)[] Touched)[] Changes =
    [
        ("update analytics.tickets set subject = uuid()::varchar where ticket_id = 't1'", [("tickets", "2026-01"), ("tickets", "2026-03")]),
        ("update analytics.tickets set subject = 'the same' where created_at < '2026-02-01 00:00:00+00'", [("tickets", "2026-01")]),
        ("update analytics.tickets set created_at = created_at + interval 31 day where created_at < '2026-02-01 00:00:00+00'", [("tickets", "2026-01"), ("tickets", "2026-02"), ("tickets", "2026-03")]),
        ("insert into analytics.tickets (ticket_id, created_at) values ('new', '2026-04-30 23:59:59.999999+00')", [("tickets", "2026-04")]),
        ("delete from analytics.tickets where ticket_id = 'new'", [("tickets", "2026-04")]),
        ("insert into analytics.tickets (ticket_id, created_at) values ('early', '2026-01-01 00:00:00+00')", [("tickets", "2026-01")]),
        ("update analytics.tickets set updated_at = coalesce(updated_at, '2026-01-01 00:00:00+00') + interval 1 hour where created_at is null", [("tickets", null)]),
        ("delete from analytics.tickets where created_at is null", [("tickets", null)]),
        ("insert into analytics.tickets (ticket_id) values ('timeless')", [("tickets", null)]),
        ("insert into analytics.agents from analytics.agents limit 2", [("agents", null)]),
        ("update analytics.agents set name = 'Anne'", [("agents", null)]),
        ("delete from analytics.agents", [("agents", null)]),
        ("update analytics.sla_daily set tickets = tickets + 1 where day = date '2026-02-01'", [("sla_daily", "2026-02")]),
        ("insert into analytics.sla_daily values (date '2025-12-31', 'q2', 1)", [("sla_daily", "2025-12")]),
        ("truncate analytics.sla_daily", [("sla_daily", "2025-12"), ("sla_daily", "2026-01"), ("sla_daily", "2026-02")]),
        ("insert into analytics.messages values ('m', 't1', '2026-02-03 00:00:00+00')", [("messages", "2026-02")]),
        ("truncate analytics.messages", [("messages", "2026-02")]),
        ("insert into ops.unknown_fields values ('tickets', uuid()::varchar, 'run', '2026-01-01 00:00:00+00')", []),
        ("select 1", [("tickets", "2026-02"), ("agents", null)]), // noted, but nothing changed
    ];

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (8, Gen.Int[0, Changes.Length - 1].Select(change => new Step(Act.Change, change))),
        (1, Gen.Int[0, Changes.Length - 1].Select(change => new Step(Act.ChangeByFullTransform, change))),
        (1, Gen.Int[0, Changes.Length - 1].Select(change => new Step(Act.ChangeInAWarehouseBuiltAnew, change))),
        (5, Gen.Const(new Step(Act.Publish))),
        (1, Gen.Const(new Step(Act.PublishCancelled))),
        (1, Gen.Const(new Step(Act.PublishWithoutRoomForADraft))),
        (1, Gen.Const(new Step(Act.PublishWithoutRoomForTheVersion))));

    private enum Act
    {
        Change,
        ChangeByFullTransform,
        ChangeInAWarehouseBuiltAnew,
        Publish,
        PublishCancelled,
        PublishWithoutRoomForADraft,
        PublishWithoutRoomForTheVersion,
    }

    [Fact]
    public Task What_is_published_is_always_the_warehouse_and_no_file_is_written_whose_rows_did_not_change() =>
        Steps.Array[4, 30].SampleAsync(async steps =>
        {
            using var newsroom = new Newsroom();
            newsroom.Transform(1, isFull: true);
            var published = new Dictionary<string, string>();
            foreach (var step in steps.Append(new Step(Act.Publish)))
                await TakeAsync(step, newsroom, published);
        }, iter: 12, threads: 1);

    private static async Task TakeAsync(Step step, Newsroom newsroom, Dictionary<string, string> published)
    {
        var current = Directory.Exists(newsroom.Current()) ? Manifest.Read(newsroom.Current()).Version : 0;
        switch (step.Act)
        {
            case Act.Publish:
                await PublishAsync(newsroom, published);
                break;
            case Act.PublishCancelled:
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => newsroom.PublishAsync(keepVersions: 2, cancellationToken: new CancellationToken(canceled: true)));
                break;
            case Act.PublishWithoutRoomForADraft:
                await FailAsync(newsroom, $"{current + 1}.partial");
                break;
            case Act.PublishWithoutRoomForTheVersion:
                await FailAsync(newsroom, $"{current + 1}");
                break;
            default:
                Change(step, newsroom);
                break;
        }
    }

    private static void Change(Step step, Newsroom newsroom)
    {
        var (sql, touched) = Changes[step.Change];
        newsroom.Run(sql);
        var number = newsroom.Warehouse.ExecuteScalar<long>("select max(transform_number) from ops.transforms");
        if (step.Act == Act.Change)
            newsroom.Transform(number + 1, touched);
        else if (step.Act == Act.ChangeByFullTransform)
            newsroom.Transform(number + 1, isFull: true);
        else
            newsroom.Run($"truncate ops.changed_partitions; truncate ops.transforms; insert into ops.transforms values ({number}, uuid()::varchar, '2026-03-02 12:00:00+00', true, 1, '')");
    }

    private static async Task PublishAsync(Newsroom newsroom, Dictionary<string, string> published)
    {
        var rows = RowsByFile(newsroom);
        var changed = rows.Count(file => published.GetValueOrDefault(file.Key) != file.Value);
        var isNew = changed > 0 || published.Keys.Except(rows.Keys).Any();

        var version = await newsroom.PublishAsync(keepVersions: 2);

        Assert.Equal((isNew, changed, rows.Count - changed), (version.IsNew, version.FilesWritten, version.FilesKept));
        if (isNew) // else the runs in it may be older than the warehouse's
            newsroom.MustHoldTheWarehouse();
        published.Clear();
        foreach (var file in rows)
            published.Add(file.Key, file.Value);
    }

    /// <summary>A file in the way of a folder: what the disk says is no.</summary>
    private static async Task FailAsync(Newsroom newsroom, string name)
    {
        Directory.CreateDirectory(newsroom.PathOf("versions"));
        var inTheWay = newsroom.PathOf("versions", name);
        await File.WriteAllTextAsync(inTheWay, "");
        try
        {
            await newsroom.PublishAsync(keepVersions: 2);
        }
        catch (IOException)
        {
            // unless nothing had changed
        }
        File.Delete(inTheWay);
    }

    /// <summary>The rows of each file that should be there, as text.</summary>
    private static Dictionary<string, string> RowsByFile(Newsroom newsroom)
    {
        var files = new Dictionary<string, string>();
        foreach (var (relation, month) in (ReadOnlySpan<(string, string)>)
            [("tickets", "strftime(created_at at time zone 'UTC', '%Y-%m')"), ("agents", "'all'"), ("sla_daily", "strftime(day, '%Y-%m')"), ("messages", "strftime(created_at at time zone 'UTC', '%Y-%m')")])
        {
            var found = newsroom.Warehouse.Query<(string? Month, string Rows)>(
                $"select {month}, string_agg(r::varchar, ';' order by r::varchar) from analytics.{relation} as r group by 1").ToList();
            foreach (var (where, rows) in found)
                files.Add($"{relation} {where}", rows);
            if (found.Count == 0)
                files.Add($"{relation} {(relation == "agents" ? "all" : null)}", "");
        }
        return files;
    }

    private sealed record Step(Act Act, int Change = 0);
}
