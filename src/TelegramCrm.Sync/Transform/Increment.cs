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

    public IReadOnlyList<DataTest> Untested => [.. sql.Tests.Where(test => !tests.IsPassing(test) && (areTestedWhole || !(test.IsByTicket || test.IsOfFull || IsOfKeptKey(test))))];

    public long Compute(CancellationToken cancellationToken)
    {
        shared = SharedRows.Build(databases, plan, last.LoadId);
        var loaded = new LoadedRows(databases, plan, last);
        loaded.Build(sql.ChangedTickets!, ticketsAtATime);
        changed.Begin();
        foreach (var (isLaterOnly, chunk, _) in loaded.Chunks)
            ComputeChunk(loaded, isLaterOnly, chunk, cancellationToken);
        return loaded.Chunks.Sum(chunk => chunk.Tickets);
    }

    public void Apply(long number)
    {
        var writing = new Writing(databases, plan, number);
        var isRefreshed = Refresh.IsPending(databases.Connection);
        foreach (var model in shared)
            writing.Replace(model, $"from {SharedRows.Name}.{model.Relation}", where: "true");
        foreach (var model in plan.Kept)
            writing.Put(model);
        writing.Mark();
        if (!areTestedWhole)
            tests.Add(new DataTests([.. sql.Tests.Where(IsOfKeptKey).Select(test => test.Among($"{ChangedRows.Next}.{test.KeyOf!.Relation}"))]).Run(databases.Connection));
        foreach (var model in plan.Summaries)
            Sum(model, writing, isRefreshed);
    }

    private void ComputeChunk(LoadedRows loaded, bool isLaterOnly, int chunk, CancellationToken cancellationToken)
    {
        var models = plan.Needed(isLaterOnly);
        using var world = loaded.OpenWorld(isLaterOnly, chunk);
        world.Build(models, cancellationToken);
        var compared = plan.Kept.Where(model => isLaterOnly ? plan.MovesWithTime(model.Relation) : models.Contains(model)).ToList();
        changed.Compare(compared);
        foreach (var summary in plan.Summaries.Where(summary => summary.Rebuilt == Rebuilt.ByDay))
            changed.NoteDays(summary, compared);
        Test(world, models, isLaterOnly);
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
            databases.Execute(TicketWorld.Name, $"create view {raw} as from {LoadedRows.Name}.{raw} where {plan.TicketOf(databases, raw)} in (select ticket_id from world.changes.tickets)");
        }
        tests.Run(world, isLaterOnly);
    }

    private bool IsOfKeptKey(DataTest test) => test is { IsByTicket: false, KeyOf: { Rebuilt: Rebuilt.ByTicket } model } && plan.IsKept(model);

    private void Sum(SqlModel model, Writing writing, bool isRefreshed)
    {
        var isByDay = model.Rebuilt == Rebuilt.ByDay && !model.Inputs.Any(input => shared.Any(made => made.Relation == input));
        if (!isByDay)
        {
            if (isRefreshed || plan.MovesWithTime(model.Relation) || model.Inputs.Any(writing.HasChanged))
                writing.Replace(model, model.Query, where: "true");
            return;
        }
        var days = databases.Connection.Query<string>($"""
            select distinct strftime(day, '%Y-%m-%d')
            from (from {ChangedRows.Next}.changes.days union all from ops.refreshed_days)
            where relation = $Relation
            order by all
            """, model).AsList();
        if (days.Count > 0)
            writing.Replace(model, model.Query, where: $"day in ({string.Join(", ", days.Select(day => $"date '{day}'"))})");
    }
}
