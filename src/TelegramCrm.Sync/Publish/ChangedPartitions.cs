using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Publish;

/// <summary>Where rows may have changed since a version was published, by what the transforms after it noted.</summary>
internal sealed class ChangedPartitions
{
    private readonly ILookup<string, string?>? monthsOfRelation;

    private ChangedPartitions(ILookup<string, string?>? monthsOfRelation) => this.monthsOfRelation = monthsOfRelation;

    /// <summary>
    /// Reads the notes. They say something only when the warehouse still knows the version's own transform, so that none of those after it is
    /// missing, and when none of those was full.
    /// </summary>
    public static ChangedPartitions Since(PublishedTransform? published, DuckDBConnection warehouse)
    {
        var isNoted = published is not null && warehouse.ExecuteScalar<bool>("""
            select count(*) filter (transform_number = $Number and run_id = $RunId) = 1 and count(*) filter (transform_number > $Number and is_full) = 0
            from ops.transforms
            """, published);
        return new(isNoted
            ? warehouse.Query<(string Relation, string? Month)>(
                "select distinct relation, strftime(month, '%Y-%m') from ops.changed_partitions where transform_number > $Number", published)
                .ToLookup(change => change.Relation, change => change.Month)
            : null);
    }

    /// <summary>The partitions of a relation that may hold other rows than before; null when any of them may.</summary>
    public IReadOnlyList<Partition>? Of(AnalyticsRelation relation) => monthsOfRelation is null || relation.IsView
        ? null // a view changes with whatever it reads
        : [.. monthsOfRelation[$"analytics.{relation.Name}"].Select(month => Partition.Of(relation, month)).Distinct()];
}
