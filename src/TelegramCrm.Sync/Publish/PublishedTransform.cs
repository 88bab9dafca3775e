using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Publish;

/// <summary>The newest transform whose marts a version holds.</summary>
/// <param name="Number">Its number in <c>ops.transforms</c>.</param>
/// <param name="RunId">Its run: a warehouse that was built anew counts anew, and its numbers mean other transforms.</param>
public sealed record PublishedTransform(long Number, string RunId)
{
    /// <summary>Null when the warehouse's marts are of before transforms were numbered.</summary>
    internal static PublishedTransform? NewestIn(DuckDBConnection warehouse) => warehouse.QueryFirstOrDefault<PublishedTransform>(
        "select transform_number as Number, run_id as RunId from ops.transforms order by transform_number desc limit 1");
}
