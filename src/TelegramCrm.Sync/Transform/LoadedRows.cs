using Dapper;

namespace TelegramCrm.Sync.Transform;

/// <summary>The records that were loaded since the transform before, typed, and which tickets they make it necessary to compute anew.</summary>
internal sealed class LoadedRows(Databases databases, BuildPlan plan, LastTransform last)
{
    public const string Name = "loaded";

    /// <summary>Makes the database, of every ticket whose rows may be others now.</summary>
    /// <param name="changedTickets">Finds them.</param>
    /// <param name="ticketsAtATime">How many are computed together.</param>
    public void Build(SqlModel changedTickets, int ticketsAtATime)
    {
        databases.Attach(Name);
        foreach (var raw in Raws)
            Take(raw, "true");
        foreach (var model in plan.Typed)
            databases.Build(Name, model);
        databases.Show(Name, SharedRows.Name, plan.Shared.Select(model => model.Relation));
        foreach (var (view, relation) in plan.Before)
            databases.Execute(Name, $"create view {view} as from {databases.Warehouse}.{relation}");
        databases.Build(Name, changedTickets);
        Hold(ticketsAtATime);
    }

    /// <summary>Makes the database, of those tickets alone of which certain loads brought something, with all that was loaded of them.</summary>
    /// <param name="loads">At least one; all later than the transform before.</param>
    public void BuildOf(IReadOnlyList<long> loads)
    {
        databases.Attach(Name);
        var named = string.Join(" union ", Raws.Select(raw => $"select {plan.TicketOf(databases, raw)} as ticket_id from {databases.Warehouse}.{raw} where load_id in ({string.Join(", ", loads)})"));
        databases.Execute(Name, $"create table changes.changed_tickets as select ticket_id, false as is_later_only from ({named})");
        foreach (var raw in Raws)
            Take(raw, $"{plan.TicketOf(databases, raw)} in (select ticket_id from {Name}.changes.changed_tickets)");
        foreach (var model in plan.Typed)
            databases.Build(Name, model);
        Hold(int.MaxValue);
    }

    /// <summary>A world of the tickets of one chunk: what the warehouse has of them, but for the records that were loaded, and those as they are now. No old record is parsed again.</summary>
    /// <param name="isLaterOnly">As in <see cref="Chunks"/>.</param>
    /// <param name="chunk">As in <see cref="Chunks"/>.</param>
    public TicketWorld OpenWorld(bool isLaterOnly, int chunk)
    {
        var models = plan.Needed(isLaterOnly);
        var world = new TicketWorld(databases, plan, SharedRows.Name);
        databases.Execute(TicketWorld.Name, $"create table changes.tickets as select ticket_id from {Name}.changes.chunks where is_later_only = {isLaterOnly} and chunk = {chunk}");
        foreach (var model in plan.Typed.Where(models.Contains))
            Fill(world, model);
        return world;
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

    private IEnumerable<string> Raws => plan.Typed.Select(RawOf).Distinct(StringComparer.Ordinal);

    private void Fill(TicketWorld world, SqlModel model)
    {
        var known = $"before.{ChangedRows.TableOf(model.Relation)}";
        databases.Execute(TicketWorld.Name, $"create table {known} as from {HeldOf(model.Relation)} semi join changes.tickets using (ticket_id)");
        world.Fill(model, $"""
            select * exclude ("row", content) from {known} as known anti join {Name}.{RawOf(model)} as loaded on loaded.id = known.{model.Key[0].Name}
            union all
            select * from {Name}.{model.Relation} semi join changes.tickets using (ticket_id)
            """);
    }

    private void Hold(int ticketsAtATime)
    {
        databases.Execute(Name, $"""
            create table changes.chunks as
            select *, ((row_number() over (partition by is_later_only) - 1) // {ticketsAtATime})::integer as chunk from changes.changed_tickets;
            create view changes.loaded_tickets as select ticket_id from {Name}.changes.changed_tickets where not is_later_only;
            """);
        foreach (var model in plan.Kept)
            Hold(model);
    }

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
    private void Take(string raw, string where)
    {
        var home = $"{databases.Warehouse}.{raw}";
        databases.Connection.Execute($"""
            create table {Name}.{raw} as from {home} where load_id > {last.LoadId} and {where};
            create or replace temp table loaded_ids as select distinct id from {Name}.{raw};
            insert into {Name}.{raw} from {home} where load_id <= {last.LoadId} and id in (from loaded_ids);
            """);
    }
}
