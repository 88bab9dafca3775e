using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Warehouse;

/// <summary>Which versions of a stream are known to be read: spans that never touch, in ascending order. They may be added in any order.</summary>
public sealed class Coverage
{
    private Coverage(IReadOnlyList<VersionSpan> spans) => Spans = spans;

    /// <summary>Nothing is.</summary>
    public static Coverage None { get; } = new([]);

    /// <summary>The spans; disjoint, ascending, with at least an instant between two of them.</summary>
    public IReadOnlyList<VersionSpan> Spans { get; }

    /// <summary>What is missing before the last span; a stream never read at all has no gap either.</summary>
    public IReadOnlyList<VersionSpan> Gaps => [.. Spans
        .Select((span, index) => new VersionSpan(index == 0 ? VersionSpan.Beginning : Spans[index - 1].Until, span.From))
        .Where(gap => !gap.IsEmpty)];

    /// <summary>With one more span, merged with those that it overlaps or touches.</summary>
    /// <param name="span">An empty one changes nothing.</param>
    public Coverage With(VersionSpan span)
    {
        if (span.IsEmpty)
            return this;
        var merged = Spans
            .Where(known => known.From <= span.Until && span.From <= known.Until)
            .Aggregate(span, (sum, known) => new VersionSpan(Instant.Min(sum.From, known.From), Instant.Max(sum.Until, known.Until)));
        return new([.. Spans.Where(known => known.Until < span.From), merged, .. Spans.Where(known => known.From > span.Until)]);
    }

    /// <summary>Whether every instant of a span is covered.</summary>
    /// <param name="span">The span; an empty one always is.</param>
    public bool Covers(VersionSpan span) => span.IsEmpty || Spans.Any(known => known.From <= span.From && span.Until <= known.Until);

    /// <summary>Reads a stream's coverage.</summary>
    /// <param name="connection">The warehouse.</param>
    /// <param name="stream">The stream's name.</param>
    public static Coverage Read(DuckDBConnection connection, string stream) => ReadAll(connection).GetValueOrDefault(stream, None);

    /// <summary>Reads every stream's coverage; a stream never read is not among them.</summary>
    /// <param name="connection">The warehouse.</param>
    public static IReadOnlyDictionary<string, Coverage> ReadAll(DuckDBConnection connection) => connection.Query<(string Stream, Instant? From, Instant Until)>("""
        select stream, nullif(from_at, '-infinity'), until_at from ops.coverage order by stream, from_at
        """).GroupBy(row => row.Stream).ToDictionary(
            rows => rows.Key,
            rows => new Coverage([.. rows.Select(row => new VersionSpan(row.From ?? VersionSpan.Beginning, row.Until))]));

    /// <summary>Adds a span, in the transaction of the rows that it vouches for.</summary>
    /// <param name="connection">The warehouse, with a transaction open.</param>
    /// <param name="stream">The stream's name.</param>
    /// <param name="span">What was read to its end; it must have one.</param>
    public static void Add(DuckDBConnection connection, string stream, VersionSpan span)
    {
        var coverage = Read(connection, stream).With(span);
        Forget(connection, stream);
        foreach (var known in coverage.Spans)
            connection.Execute("insert into ops.coverage values ($stream, coalesce($from, '-infinity'::timestamptz), $Until)", new { stream, from = known.FromOrNull, known.Until });
    }

    /// <summary>Forgets what of a stream was read.</summary>
    /// <param name="connection">The warehouse.</param>
    /// <param name="stream">The stream's name.</param>
    public static void Forget(DuckDBConnection connection, string stream) => connection.Execute("delete from ops.coverage where stream = $stream", new { stream });
}
