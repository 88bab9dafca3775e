using System.Text.Json;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.Load;

/// <summary>Which versions deliveries have told of: what polling brought before them was not missed, the delivery was merely late.</summary>
internal sealed class Announcements(DuckDBConnection connection)
{
    private readonly List<(string Stream, string Id, Instant VersionAt)> told = [];

    public void Add(CrmStream stream, string id, Instant versionAt)
    {
        if (UnannouncedVersions.Streams.Contains(stream))
            told.Add((stream.Name, id, versionAt));
    }

    /// <summary>Takes what they told of, and what was before that, from the versions that wait for a delivery. Runs inside the caller's transaction.</summary>
    public void Write()
    {
        if (told.Count > 0 && connection.ExecuteScalar<long>("select count(*) from ops.unannounced_versions") > 0)
        {
            connection.Execute("""
                delete from ops.unannounced_versions as waiting
                using (
                    select item->>'Stream' as stream, item->>'Id' as id, max((item->>'VersionAt')::timestamptz) as version_at
                    from (select unnest($told::json[]) as item)
                    group by all
                ) as told
                where waiting.stream = told.stream and waiting.id = told.id and waiting.version_at <= told.version_at
                """, new { told = JsonSerializer.Serialize(told.Select(one => new { one.Stream, one.Id, VersionAt = InstantPattern.ExtendedIso.Format(one.VersionAt) })) });
        }
        told.Clear();
    }
}
