using Dapper;

namespace TelegramCrm.Sync.Transform;

/// <summary>
/// Every ticket anew, some tens of thousands at a time, so that memory does not grow with their number. The rows gather in a file beside the
/// warehouse and are put into it at the end, in one transaction.
/// </summary>
/// <param name="databases">The warehouse, and what is attached beside it.</param>
/// <param name="plan">The models.</param>
/// <param name="sql">The data tests.</param>
/// <param name="file">Where rows gather; null for memory.</param>
/// <param name="ticketsAtATime">How many tickets are computed together; more are faster, and need more memory.</param>
internal sealed class FullBuild(Databases databases, BuildPlan plan, SqlFolder sql, string? file, int ticketsAtATime) : IBuild
{
    private const string Next = "next";
    private readonly TicketTests tests = new(sql, plan);

    public IReadOnlyList<DataTestResult> Tested => tests.Results;

    public IReadOnlyList<DataTest> Untested => [.. sql.Tests.Where(test => !tests.IsPassing(test))];

    public long Compute(CancellationToken cancellationToken)
    {
        SharedRows.Build(databases, plan, since: null);
        if (plan.OfTickets.Count == 0)
            return 0;
        databases.Attach(Next, file);
        // Tickets are computed in the order in which they were changed, the open ones last, and so they come to stand: what will be looked at again
        // and again, since it changes or since its clocks run, stands together at the end of every relation.
        databases.Execute(Next, $"""
            create table changes.tickets as
            select ticket_id, ((row_number() over (order by is_open, version_at, ticket_id) - 1) // {ticketsAtATime})::integer as chunk
            from (
                select id as ticket_id, max(version_at) as version_at, bool_or(coalesce(body ->> '$.status', '') not in ('resolved', 'closed')) as is_open
                from {databases.Warehouse}.raw.tickets
                group by id
            )
            """);
        foreach (var model in plan.Typed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Type(model);
        }
        var (tickets, chunks) = databases.Connection.QuerySingle<(long, int)>($"select count(*), coalesce(max(chunk), 0) + 1 from {Next}.changes.tickets");
        for (var chunk = 0; chunk < chunks; chunk++)
            ComputeChunk(chunk, cancellationToken);
        return tickets;
    }

    public void Apply(long number)
    {
        foreach (var model in plan.Shared)
            Replace(model, $"from {SharedRows.Name}.{model.Relation}");
        foreach (var model in plan.OfTickets)
        {
            if (!plan.IsKept(model))
                databases.Connection.Execute($"drop table if exists {model.Relation}");
            else
                Replace(model, $"from {Next}.{model.Relation}");
        }
        foreach (var model in plan.Summaries)
            databases.Build(databases.Warehouse, model);
        databases.Connection.Execute("delete from ops.changed_partitions");
    }

    /// <summary>Parses the records once, and notes beside each row which tickets it is computed with.</summary>
    private void Type(SqlModel model) => Databases.Blame(model, () => databases.Connection.Execute($"""
        create table {TypedOf(model)} as
        select typed.*, coalesce(tickets.chunk, 0) as chunk
        from ({model.Query}) as typed
        left join {Next}.changes.tickets as tickets using (ticket_id)
        """));

    private void ComputeChunk(int chunk, CancellationToken cancellationToken)
    {
        using var world = new TicketWorld(databases, plan, SharedRows.Name);
        foreach (var model in plan.Typed)
            world.Fill(model, $"select * exclude (chunk) from {TypedOf(model)} where chunk = {chunk}");
        world.Build(plan.OfTickets, cancellationToken);
        foreach (var model in plan.Kept)
        {
            var rows = $"from {TicketWorld.Name}.{model.Relation}";
            databases.Connection.Execute(chunk == 0 ? $"create table {Next}.{model.Relation} as {rows}" : $"insert into {Next}.{model.Relation} {rows}");
        }
        tests.RunPassing(world);
    }

    private static string TypedOf(SqlModel model) => $"{Next}.before.\"{model.Relation}\"";

    private void Replace(SqlModel model, string rows) => databases.Connection.Execute($"create or replace table {model.Relation} as {rows}");
}
