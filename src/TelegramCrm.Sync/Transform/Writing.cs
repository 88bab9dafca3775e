using Dapper;

namespace TelegramCrm.Sync.Transform;

/// <summary>Writes changed rows into the warehouse, and notes which months of which public relations they are of. Lives inside one transaction.</summary>
internal sealed class Writing(Databases databases, BuildPlan plan, long number)
{
    private readonly HashSet<string> written = new(StringComparer.Ordinal);

    /// <summary>Whether a relation was written to.</summary>
    public bool HasChanged(string relation) => written.Contains(relation);

    /// <summary>Takes out and puts in what was set aside for a relation.</summary>
    public void Put(SqlModel model)
    {
        var gone = databases.Connection.Execute($"delete from {model.Relation} where rowid in (select \"row\" from {ChangedRows.Next}.gone.row_ids where relation = $Relation)", model);
        var came = databases.Connection.Execute($"insert into {model.Relation} from {ChangedRows.Next}.{model.Relation}");
        if (gone + came > 0)
            written.Add(model.Relation);
    }

    /// <summary>Makes the rows of a relation that fulfil a condition those of a query that fulfil it. Rows that are equal stay.</summary>
    public void Replace(SqlModel model, string query, string where)
    {
        var relation = model.Relation;
        var born = plan.BirthOf(databases, relation)?.DaySql ?? "null::date";
        Databases.Blame(model, () => databases.Connection.Execute($"""
            create or replace temp table made_rows as from ({query}) as made where {where};
            create or replace temp table held_rows as select rowid as "row", hash(held) as content, {born} as born from {relation} as held where {where};
            create or replace temp table new_rows as select rowid as "row", hash(made) as content, {born} as born from made_rows as made;
            create or replace temp table same_rows as
            select content
            from (select content, count(*) as row_count from held_rows group by content)
            semi join (select content, count(*) as row_count from new_rows group by content) using (content, row_count);
            """));
        var gone = databases.Connection.Execute($"delete from {relation} where rowid in (select \"row\" from held_rows anti join same_rows using (content))");
        var came = databases.Connection.Execute($"insert into {relation} from made_rows where rowid in (select \"row\" from new_rows anti join same_rows using (content))");
        if (gone + came == 0)
            return;
        written.Add(relation);
        Note(relation, "select distinct date_trunc('month', born)::date as month from (select * exclude (\"row\") from held_rows union all select * exclude (\"row\") from new_rows) anti join same_rows using (content)");
    }

    /// <summary>Notes the months of what <see cref="Put"/> wrote.</summary>
    public void Mark()
    {
        foreach (var relation in written.ToList())
            Note(relation, $"select distinct month from {ChangedRows.Next}.changes.months where relation = '{relation}'");
    }

    private void Note(string relation, string months)
    {
        if (!relation.StartsWith("analytics.", StringComparison.Ordinal))
            return;
        databases.Connection.Execute($"""
            create or replace temp table changed_months as {months};
            delete from ops.changed_partitions where relation = '{relation}' and exists (from changed_months where changed_months.month is not distinct from changed_partitions.month);
            insert into ops.changed_partitions select '{relation}', month, {number} from changed_months;
            """);
    }
}
