using Dapper;

namespace TelegramCrm.Sync.Transform;

/// <summary>The records that were loaded since the transform before, typed, and which tickets they make it necessary to compute anew.</summary>
internal sealed class LoadedRows(Databases databases, BuildPlan plan, SqlModel changedTickets, LastTransform last)
{
    public const string Name = "loaded";

    /// <summary>Makes the database.</summary>
    public void Build(int ticketsAtATime)
    {
        databases.Attach(Name);
        foreach (var model in plan.Typed)
            Take(RawOf(model));
        foreach (var model in plan.Typed)
            databases.Build(Name, model);
        foreach (var model in plan.Shared)
            databases.Execute(Name, $"create view {model.Relation} as from {SharedRows.Name}.{model.Relation}");
        foreach (var (view, relation) in plan.Before)
            databases.Execute(Name, $"create view {view} as from {databases.Warehouse}.{relation}");
        databases.Build(Name, changedTickets);
        databases.Execute(Name, $"""
            create table changes.chunks as
            select *, ((row_number() over (partition by is_later_only) - 1) // {ticketsAtATime})::integer as chunk from changes.changed_tickets;
            create view changes.loaded_tickets as select ticket_id from {Name}.changes.changed_tickets where not is_later_only;
            """);
        foreach (var model in plan.Kept)
            Hold(model);
    }

    /// <summary>
    /// A table of the rows that the warehouse has of the changed tickets: their row ids, and a hash of each to compare with. Of what types records, the
    /// rows themselves too. It is the one look at the whole of a relation, however many tickets have changed.
    /// </summary>
    public static string HeldOf(string relation) => $"{Name}.before.\"{relation}\"";

    /// <summary>The tickets in parts that are computed together. Those for which only time has passed stand apart, as they need less.</summary>
    public IReadOnlyList<(bool IsLaterOnly, int Chunk, long Tickets)> Chunks =>
        [.. databases.Connection.Query<(bool, int, long)>($"select is_later_only, chunk, count(*) from {Name}.changes.chunks group by all order by all")];

    /// <summary>Which table of <c>raw</c> a typing model reads.</summary>
    public static string RawOf(SqlModel model) => model.Inputs.Single();

    private void Hold(SqlModel model)
    {
        var tickets = plan.Needed(isLaterOnly: true).Contains(model) ? "changed_tickets" : "loaded_tickets";
        var columns = model.IsStaging ? "held.*" : $"ticket_id, {plan.BirthOf(databases, model.Relation)?.DaySql ?? "null::date"} as born";
        databases.Connection.Execute($"""
            create table {HeldOf(model.Relation)} as
            select rowid as "row", hash(held) as content, {columns} from {model.Relation} as held semi join {Name}.changes.{tickets} using (ticket_id)
            """);
    }

    /// <summary>
    /// All rows of the records of which something was loaded: that is one row a record, or another row would show here and be found by the test of
    /// the key. Of <c>raw.superseded</c> it is every version.
    /// </summary>
    private void Take(string raw)
    {
        if (databases.ColumnsOf(Name, raw).Count > 0)
            return;
        var home = $"{databases.Warehouse}.{raw}";
        databases.Connection.Execute($"""
            create table {Name}.{raw} as from {home} where load_id > {last.LoadId};
            create or replace temp table loaded_ids as select distinct id from {Name}.{raw};
            insert into {Name}.{raw} from {home} where load_id <= {last.LoadId} and id in (from loaded_ids);
            """);
    }
}
