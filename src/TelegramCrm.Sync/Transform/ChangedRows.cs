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
        databases.Connection.Execute(string.Concat(plan.Kept.Select(model => $"create table {Next}.{model.Relation} as from {databases.Warehouse}.{model.Relation} limit 0;")));
        databases.Execute(Next, """
            create table gone.row_ids (relation varchar, "row" bigint);
            create table changes.months (relation varchar, month date);
            create table changes.days (relation varchar, day date);
            """);
    }

    /// <summary>Compares kept relations of the world with the warehouse's, and sets aside what differs.</summary>
    public void Compare(IReadOnlyList<SqlModel> models)
    {
        var gone = string.Join(" union all ", models.Select(model => $"select '{model.Relation}' as relation, \"row\", born from {Differing(model)} where is_gone"));
        var born = string.Join(" union all ", models.Select(model => $"select '{model.Relation}' as relation, born from {Differing(model)}"));
        databases.Execute(World, $"""
            {string.Concat(models.Select(Compare))}
            insert into {Next}.gone.row_ids select relation, "row" from ({gone});
            insert into {Next}.changes.months select distinct relation, date_trunc('month', born)::date from ({born});
            """);
    }

    /// <summary>
    /// Notes the days whose summary may have changed: those on which a ticket has, or had, rows in one of the summary's inputs, if any of the
    /// ticket's rows there has changed.
    /// </summary>
    /// <param name="summary">A relation that is rebuilt by day.</param>
    /// <param name="compared">The relations that <see cref="Compare(IReadOnlyList{SqlModel})"/> has seen in this world.</param>
    public void NoteDays(SqlModel summary, IReadOnlyList<SqlModel> compared)
    {
        var inputs = compared.Where(model => summary.Inputs.Contains(model.Relation)).ToList();
        if (inputs.Count == 0)
            return;
        var moved = string.Join(" union all ", inputs.Select(model => $"select ticket_id from {Differing(model)}"));
        var others = plan.Kept.Where(model => summary.Inputs.Contains(model.Relation) && !inputs.Contains(model) && plan.BirthOf(databases, model.Relation) is not null);
        var rows = inputs.SelectMany(model => new[] { $"select ticket_id, {BornBefore(model)} as born from before.{TableOf(model.Relation)}", $"select ticket_id, born from after.{TableOf(model.Relation)}" })
            .Concat(others.Select(model => $"select ticket_id, {Born(model)} from {databases.Warehouse}.{model.Relation}"));
        databases.Execute(World, $"""
            create or replace temp table moved_tickets as select distinct ticket_id from ({moved});
            insert into {Next}.changes.days
            select distinct '{summary.Relation}', born from ({string.Join(" union all ", rows)}) semi join moved_tickets using (ticket_id) where born is not null;
            """);
    }

    /// <summary>A relation's name as that of one table.</summary>
    public static string TableOf(string relation) => $"\"{relation}\"";

    /// <summary>Equal rows are told by their hash; that there may be several of them, by their number.</summary>
    private string Compare(SqlModel model)
    {
        var (relation, table) = (model.Relation, TableOf(model.Relation));
        var before = model.IsStaging ? "" : $"create table before.{table} as from {LoadedRows.HeldOf(relation)} semi join changes.tickets using (ticket_id);"; // staging was put there when the world was filled
        return $"""
            {before}
            create table after.{table} as select rowid as "row", hash(made) as content, ticket_id, {Born(model)} as born from {relation} as made;
            create table {Differing(model)} as
            with same_rows as materialized (
                select ticket_id, content
                from (select ticket_id, content, count(*) as row_count from before.{table} group by ticket_id, content)
                semi join (select ticket_id, content, count(*) as row_count from after.{table} group by ticket_id, content) using (ticket_id, content, row_count)
            )
            select true as is_gone, "row", ticket_id, {BornBefore(model)} as born from before.{table} anti join same_rows using (ticket_id, content)
            union all
            select false, "row", ticket_id, born from after.{table} anti join same_rows using (ticket_id, content);
            insert into {Next}.{relation} from {relation} where rowid in (select "row" from {Differing(model)} where not is_gone);
            """;
    }

    private static string Differing(SqlModel model) => $"changes.{TableOf(model.Relation)}";

    private string Born(SqlModel model) => plan.BirthOf(databases, model.Relation)?.DaySql ?? "null::date";

    private string BornBefore(SqlModel model) => model.IsStaging ? Born(model) : "born";
}
