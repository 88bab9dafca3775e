using System.Text;
using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Load;

/// <summary>
/// The way of one stream's records into their raw table. As long as little comes, a batch is held against the rows that are
/// there. Where much comes, as in a first sync, that would cost more with every batch: then the ids are remembered, and a
/// record that certainly has not come before is appended as it is. Belongs to one connection.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="stream">Which stream.</param>
/// <param name="seen">Remembers the ids; streams may share one, since an id of another is merely looked up in vain.</param>
/// <param name="contested">Hears of records that differ at one version, where it can't be told which is the newer; null when what comes is the present.</param>
internal sealed class StreamRows(DuckDBConnection connection, CrmStream stream, SeenIds seen, Contested? contested)
{
    /// <summary>To read this many ids once costs less than to look every coming batch up among them.</summary>
    private const int KnownForEachThatCame = 4;

    private readonly IncomingRows rows = new();
    private readonly List<int> maybeKnown = [];
    private readonly Upsert upsert = new(connection, stream, contested);
    private bool remembers;
    private long learnedLoad;
    private long came;

    /// <summary>Takes in the record that the reader stands on.</summary>
    public void Add(RecordReader record, ReadOnlySpan<byte> body, bool isFuture) => rows.Add(record, body, isFuture);

    /// <summary>Writes what is new, newer, or of equal version with other content. Runs inside the caller's transaction.</summary>
    /// <param name="loadId">The commit's number.</param>
    /// <returns>The number of rows written.</returns>
    public long Write(long loadId)
    {
        if (rows.Count == 0)
            return 0;
        maybeKnown.Clear();
        var appended = RemembersIds() ? AppendNew(loadId) : 0;
        return appended + (appended == rows.Count ? 0 : upsert.Run(rows, remembers ? maybeKnown : null, loadId));
    }

    /// <summary>Forgets what was written, once it is committed; until then it can be written again.</summary>
    /// <param name="lastLoad">The newest commit there is.</param>
    public void Settle(long lastLoad)
    {
        if (rows.Count == 0)
            return; // nothing was learned for it either: what others wrote meanwhile is still to be learned
        came += rows.Count;
        learnedLoad = lastLoad;
        rows.Clear();
    }

    private bool RemembersIds()
    {
        if (!remembers && connection.ExecuteScalar<long>($"select count(*) from raw.{stream.Name}") > (came + rows.Count) * KnownForEachThatCame)
            return false;
        LearnSince(remembers ? learnedLoad : 0);
        return remembers = true;
    }

    /// <summary>Others write into the table too: what came in by webhooks since our last commit is not new.</summary>
    private void LearnSince(long loadId)
    {
        using var command = connection.CreateCommand();
        command.UseStreamingMode = true;
        command.CommandText = $"select id from raw.{stream.Name} where load_id > {loadId}";
        using var ids = command.ExecuteReader();
        Span<byte> utf8 = stackalloc byte[256];
        while (ids.Read())
        {
            var id = ids.GetString(0);
            seen.Add(Encoding.UTF8.TryGetBytes(id, utf8, out var length) ? utf8[..length] : Encoding.UTF8.GetBytes(id));
        }
    }

    private long AppendNew(long loadId)
    {
        using var appender = connection.CreateAppender("raw", stream.Name);
        for (var row = 0; row < rows.Count; row++)
        {
            if (seen.Add(rows.IdOf(row)))
                rows.Append(row, appender, loadId);
            else
                maybeKnown.Add(row);
        }
        return rows.Count - maybeKnown.Count;
    }
}
