using Dapper;

namespace TelegramCrm.Sync.Transform;

/// <summary>
/// What differs between a relation's rows in the warehouse and the ones that were computed for the same tickets. Only that is written: a message of
/// an old ticket that was merely reopened stays where it is, and its month is not published again.
/// </summary>
internal sealed class ChangedRows(Databases databases, BuildPlan plan)
{
    public const string Next = "next";
    private const string World = TicketWorld.Name;

    /// <summary>Makes the database in which rows gather: those that go by their row id, and those that come.</summary>
    public void Begin()
    {
        databases.Attach(Next);
        foreach (var model in plan.Kept)
            databases.Connection.Execute($"create table {Next}.{model.Relation} as from {databases.Warehouse}.{model.Relation} limit 0");
        databases.Execute(Next, """
            create table gone.row_ids (relation varchar, "row" bigint);
            create table changes.months (relation varchar, month date);
            create table changes.days (relation varchar, day date);
            """);
    }

    /// <summary>Compares a kept relation of the world with the warehouse's, and sets aside what differs.</summary>
    public void Compare(SqlModel model)
    {
        var relation = model.Relation;
        var table = TableOf(relation);
        var born = plan.BirthOf(databases, relation)?.DaySql ?? "null::date";
        if (!model.IsStaging)
            databases.Execute(World, $"create table before.{table} as from {LoadedRows.HeldOf(relation)} semi join changes.tickets using (ticket_id)");
        databases.Execute(World, $"""
            create table after.{table} as select rowid as "row", hash(made) as content, ticket_id, {born} as born from {relation} as made;
            create or replace temp table same_rows as
            select ticket_id, content
            from (select ticket_id, content, count(*) as row_count from before.{table} group by ticket_id, content)
            semi join (select ticket_id, content, count(*) as row_count from after.{table} group by ticket_id, content) using (ticket_id, content, row_count);
            create table gone.{table} as select "row", ticket_id, {(model.IsStaging ? born : "born")} as born from before.{table} anti join same_rows using (ticket_id, content);
            create table changes.{table} as select "row", ticket_id, born from after.{table} anti join same_rows using (ticket_id, content);
            """);
        databases.Execute(World, $"""
            insert into {Next}.gone.row_ids select '{relation}', "row" from gone.{table};
            insert into {Next}.{relation} from {relation} where rowid in (select "row" from changes.{table});
            insert into {Next}.changes.months select distinct '{relation}', date_trunc('month', born)::date from (select born from gone.{table} union all select born from changes.{table});
            """);
    }

    /// <summary>
    /// Notes the days whose summary may have changed: those on which a ticket has, or had, rows in one of the summary's inputs, if any of the
    /// ticket's rows there has changed.
    /// </summary>
    /// <param name="summary">A relation that is rebuilt by day.</param>
    /// <param name="compared">The relations that <see cref="Compare"/> has seen in this world.</param>
    public void NoteDays(SqlModel summary, IReadOnlyList<SqlModel> compared)
    {
        var inputs = compared.Where(model => summary.Inputs.Contains(model.Relation)).ToList();
        if (inputs.Count == 0)
            return;
        var moved = string.Join(" union all ", inputs.SelectMany(model => Tables(model, "gone", "changes")).Select(table => $"select ticket_id from {table}"));
        var others = plan.Kept.Where(model => summary.Inputs.Contains(model.Relation) && !inputs.Contains(model) && plan.BirthOf(databases, model.Relation) is not null);
        var rows = inputs.SelectMany(model => Tables(model, "before", "after")
                .Select((table, index) => $"select ticket_id, {(index == 0 && model.IsStaging ? plan.BirthOf(databases, model.Relation)?.DaySql ?? "null::date" : "born")} as born from {table}"))
            .Concat(others.Select(model => $"select ticket_id, {plan.BirthOf(databases, model.Relation)!.DaySql} from {databases.Warehouse}.{model.Relation}"));
        databases.Execute(World, $"""
            create or replace temp table moved_tickets as select distinct ticket_id from ({moved});
            insert into {Next}.changes.days
            select distinct '{summary.Relation}', born from ({string.Join(" union all ", rows)}) semi join moved_tickets using (ticket_id) where born is not null;
            """);
    }

    /// <summary>A relation's name as that of one table.</summary>
    public static string TableOf(string relation) => $"\"{relation}\"";

    private static IEnumerable<string> Tables(SqlModel model, params string[] schemas) => schemas.Select(schema => $"{schema}.{TableOf(model.Relation)}");
}
