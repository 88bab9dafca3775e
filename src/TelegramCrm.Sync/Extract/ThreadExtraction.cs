using System.Net;
using System.Text.Json;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Extract;

/// <summary>
/// Fetches whole threads, but only of tickets that moved and whose embedded messages were cut off. Each ticket has a
/// watermark of its own, committed with its rows: a shared one would lose threads that are read out of order.
/// </summary>
/// <param name="client">The CRM.</param>
/// <param name="batch">The door into raw; this extraction's own.</param>
/// <param name="limits">How to read.</param>
public sealed class ThreadExtraction(CrmClient client, LoadBatch batch, ExtractLimits limits)
{
    /// <summary>A ticket comes with so many of its newest messages, if it has as many.</summary>
    private const int EmbeddedMessages = 100;

    private readonly List<Wanted> read = [];
    private readonly List<string> cutOff = [];
    private LoadCounts counts;

    private sealed record Wanted(string TicketId, Instant VersionAt);

    /// <summary>Fetches every thread that is wanted.</summary>
    /// <param name="connection">The warehouse, to ask which.</param>
    /// <param name="onCommit">Told of each commit, inside its transaction.</param>
    /// <param name="cancellationToken">Stops between pages; what is committed stays.</param>
    /// <exception cref="CrmException">The CRM refused, was away, or cut threads off; what was read is committed, and cut-off threads are asked for again by the next run.</exception>
    public async Task<LoadCounts> RunAsync(DuckDBConnection connection, Action<DuckDBConnection, LoadCounts> onCommit, CancellationToken cancellationToken)
    {
        var wanted = connection.Query<Wanted>("""
            select ticket_id as TicketId, wanted_version_at as VersionAt
            from ops.thread_watermarks
            where fetched_version_at is null or fetched_version_at < wanted_version_at
            order by wanted_version_at, ticket_id
            """).ToList();
        try
        {
            foreach (var thread in wanted)
            {
                await ReadAsync(connection, thread, cancellationToken);
                if (batch.Bytes >= limits.BatchBytes)
                    await CommitAsync(onCommit, cancellationToken);
            }
        }
        finally
        {
            await CommitAsync(onCommit, cancellationToken);
        }
        return cutOff.Count == 0 ? counts : throw new CrmException(
            $"threads of {cutOff.Count} tickets, {cutOff[0]} among them, end before the messages that came with their tickets, so some between are missing; ask the CRM's operator", null);
    }

    private async Task ReadAsync(DuckDBConnection connection, Wanted thread, CancellationToken cancellationToken)
    {
        var isWhole = true;
        try
        {
            isWhole = await ReadToEndAsync(connection, thread, cancellationToken);
        }
        catch (CrmException e) when (e.Status == HttpStatusCode.NotFound)
        {
            // Gone between the list and here: its tombstone comes with the tickets.
        }
        if (isWhole)
            read.Add(thread);
        else
            cutOff.Add(thread.TicketId);
    }

    private async Task<bool> ReadToEndAsync(DuckDBConnection connection, Wanted thread, CancellationToken cancellationToken)
    {
        var probe = new EndProbe(Streams.Messages, limits.PageSize);
        for (int? size = limits.PageSize; size is { } records;)
        {
            var end = await WalkAsync(thread, records, cancellationToken);
            if (end.IsFull && Reaches(connection, thread, end))
                return true;
            size = probe.Next(end);
        }
        return probe.IsProven;
    }

    private async Task<ChainEnd> WalkAsync(Wanted thread, int size, CancellationToken cancellationToken)
    {
        var end = new ChainEnd(size);
        var path = Streams.Messages.Path.Replace("{ticket_id}", thread.TicketId, StringComparison.Ordinal);
        await foreach (var page in new PageWalk(client, path, new Dictionary<string, string?> { ["limit"] = size.ToString() }).ReadAsync(token: null, cancellationToken))
        {
            var bytes = page.Bytes.Span;
            end = end.WithPage(page.Records.Count, page.HasMore);
            foreach (var record in page.Records)
                end = batch.Add(Streams.Messages, bytes[record], page.ServerTime) is { } key ? end.WithVersion(key.VersionAt) : end;
        }
        return end;
    }

    /// <summary>
    /// A thread has no parameter to be read on from, so a full page that claims to be its last is held against the newest
    /// messages that came with the ticket: a thread that reaches them leaves no gap.
    /// </summary>
    private static bool Reaches(DuckDBConnection connection, Wanted thread, ChainEnd end) => end.NewestAt is { } newestAt && connection.ExecuteScalar<long>("""
        select count(*) from raw.messages where ticket_id = $TicketId and (body->>'created_at')::timestamptz > $newestAt
        """, new { thread.TicketId, newestAt }) < EmbeddedMessages;

    private async Task CommitAsync(Action<DuckDBConnection, LoadCounts> onCommit, CancellationToken cancellationToken)
    {
        counts += await batch.CommitAsync((connection, sum) =>
        {
            connection.Execute("""
                update ops.thread_watermarks as known
                set fetched_version_at = (item->>'VersionAt')::timestamptz
                from (select unnest($fetched::json[]) as item)
                where known.ticket_id = (item->>'TicketId')
                """, new { fetched = JsonSerializer.Serialize(read.Select(thread => new { thread.TicketId, VersionAt = InstantPattern.ExtendedIso.Format(thread.VersionAt) })) });
            onCommit(connection, sum);
        }, cancellationToken);
        read.Clear();
    }
}
