using Dapper;

namespace TelegramCrm.Sync.Transform;

/// <summary>The changed tickets alone: they are computed in small worlds of their own, and what comes out otherwise than before is written.</summary>
/// <param name="databases">The warehouse, and what is attached beside it.</param>
/// <param name="plan">The models.</param>
/// <param name="sql">The data tests, and the file of changed tickets.</param>
/// <param name="last">The transform before.</param>
/// <param name="areTestedWhole">Whether the data tests will look at all rows, so that none has to look at the changed ones.</param>
/// <param name="ticketsAtATime">How many tickets are computed together.</param>
internal sealed class Increment(Databases databases, BuildPlan plan, SqlFolder sql, LastTransform last, bool areTestedWhole, int ticketsAtATime) : IBuild
{
    private readonly TicketTests tests = new(sql, plan);
    private readonly ChangedRows changed = new(databases, plan);
    private IReadOnlyList<SqlModel> shared = [];

    public IReadOnlyList<DataTestResult> Tested => tests.Results;

    public IReadOnlyList<DataTest> Untested => [.. sql.Tests.Where(test => !tests.IsPassing(test) && (areTestedWhole || !(test.IsByTicket || IsOfKeptKey(test))))];

    public long Compute(CancellationToken cancellationToken)
    {
        shared = SharedRows.Build(databases, plan, last.LoadId);
        var loaded = new LoadedRows(databases, plan, sql.ChangedTickets!, last);
        loaded.Build(ticketsAtATime);
        changed.Begin();
        foreach (var (isLaterOnly, chunk, _) in loaded.Chunks)
            ComputeChunk(isLaterOnly, chunk, cancellationToken);
        return loaded.Chunks.Sum(chunk => chunk.Tickets);
    }

    public void Apply(long number)
    {
        var writing = new Writing(databases, plan, number);
        foreach (var model in shared)
            writing.Replace(model, $"from {SharedRows.Name}.{model.Relation}", where: "true");
        foreach (var model in plan.Kept)
            writing.Put(model);
        writing.Mark();
        if (!areTestedWhole)
            tests.Add(new DataTests([.. sql.Tests.Where(IsOfKeptKey).Select(test => test.Among($"{ChangedRows.Next}.{test.KeyOf!.Relation}"))]).Run(databases.Connection));
        foreach (var model in plan.Summaries)
            Sum(model, writing);
    }

    private void ComputeChunk(bool isLaterOnly, int chunk, CancellationToken cancellationToken)
    {
        var models = plan.Needed(isLaterOnly);
        using var world = new TicketWorld(databases, plan, SharedRows.Name);
        databases.Execute(TicketWorld.Name, $"""
            create table changes.tickets as select ticket_id from {LoadedRows.Name}.changes.chunks where is_later_only = {isLaterOnly} and chunk = {chunk}
            """);
        foreach (var model in plan.Typed.Where(models.Contains))
            Fill(world, model);
        world.Build(models, cancellationToken);
        var compared = plan.Kept.Where(model => isLaterOnly ? plan.MovesWithTime(model.Relation) : models.Contains(model)).ToList();
        foreach (var model in compared)
            changed.Compare(model);
        foreach (var summary in plan.Summaries.Where(summary => summary.Rebuilt == Rebuilt.ByDay))
            changed.NoteDays(summary, compared);
        Test(world, models, isLaterOnly);
    }

    /// <summary>What the warehouse has of these tickets, but for the records that were loaded, and those as they are now. No old record is parsed again.</summary>
    private void Fill(TicketWorld world, SqlModel model)
    {
        var known = $"before.{ChangedRows.TableOf(model.Relation)}";
        databases.Execute(TicketWorld.Name, $"create table {known} as from {LoadedRows.HeldOf(model.Relation)} semi join changes.tickets using (ticket_id)");
        world.Fill(model, $"""
            select * exclude ("row", content) from {known} as known anti join {LoadedRows.Name}.{LoadedRows.RawOf(model)} as loaded on loaded.id = known.{model.Key[0].Name}
            union all
            select * from {LoadedRows.Name}.{model.Relation} semi join changes.tickets using (ticket_id)
            """);
    }

    private void Test(TicketWorld world, IReadOnlyList<SqlModel> models, bool isLaterOnly)
    {
        if (areTestedWhole)
        {
            if (!isLaterOnly)
                tests.RunPassing(world);
            return;
        }
        foreach (var model in plan.Kept.Where(model => !models.Contains(model)))
            databases.Execute(TicketWorld.Name, $"create view {model.Relation} as from {databases.Warehouse}.{model.Relation} semi join world.changes.tickets using (ticket_id)");
        foreach (var raw in plan.Typed.Select(LoadedRows.RawOf).Distinct(StringComparer.Ordinal))
        {
            var ticket = databases.ColumnsOf(LoadedRows.Name, raw).Any(column => column.Name == "ticket_id") ? "coalesce(ticket_id, id)" : "id";
            databases.Execute(TicketWorld.Name, $"create view {raw} as from {LoadedRows.Name}.{raw} where {ticket} in (select ticket_id from world.changes.tickets)");
        }
        tests.Run(world, isLaterOnly);
    }

    private bool IsOfKeptKey(DataTest test) => test is { IsByTicket: false, KeyOf: { Rebuilt: Rebuilt.ByTicket } model } && plan.IsKept(model);

    private void Sum(SqlModel model, Writing writing)
    {
        var isByDay = model.Rebuilt == Rebuilt.ByDay && !model.Inputs.Any(input => shared.Any(made => made.Relation == input));
        if (!isByDay)
        {
            if (plan.MovesWithTime(model.Relation) || model.Inputs.Any(writing.HasChanged))
                writing.Replace(model, model.Query, where: "true");
            return;
        }
        var days = databases.Connection.Query<string>($"select strftime(day, '%Y-%m-%d') from {ChangedRows.Next}.changes.days where relation = $Relation group by day order by day", model).AsList();
        if (days.Count > 0)
            writing.Replace(model, model.Query, where: $"day in ({string.Join(", ", days.Select(day => $"date '{day}'"))})");
    }
}
