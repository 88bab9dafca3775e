using Dapper;

namespace TelegramCrm.Sync.Transform;

/// <summary>
/// A small warehouse that holds some tickets and what belongs to them, as if there were no others: their staging rows are put in, and every model
/// that is rebuilt by ticket is run on them. All steps can be looked at as long as it is there, also those that the warehouse does not keep.
/// </summary>
internal sealed class TicketWorld : IDisposable
{
    public const string Name = "world";
    private readonly Databases databases;
    private readonly BuildPlan plan;

    /// <param name="databases">Beside which warehouse.</param>
    /// <param name="plan">The models.</param>
    /// <param name="shared">The database that has what hangs on no ticket.</param>
    public TicketWorld(Databases databases, BuildPlan plan, string shared)
    {
        this.databases = databases;
        this.plan = plan;
        databases.Attach(Name);
        var given = plan.Given.Except(plan.Typed.SelectMany(model => model.Inputs), StringComparer.Ordinal);
        databases.Show(Name, shared, plan.Shared.Select(model => model.Relation));
        databases.Show(Name, databases.Warehouse, given);
    }

    /// <summary>Puts in the rows of a relation of <see cref="BuildPlan.Typed"/>.</summary>
    /// <param name="model">The relation.</param>
    /// <param name="rows">A query for them, with its columns in order.</param>
    public void Fill(SqlModel model, string rows) => databases.Execute(Name, $"create table {model.Relation} as {rows}");

    /// <summary>Runs models, after the tables that they read were filled.</summary>
    /// <param name="models">In build order; staging is passed over.</param>
    /// <param name="cancellationToken">Asked between two models.</param>
    public void Build(IEnumerable<SqlModel> models, CancellationToken cancellationToken)
    {
        databases.In(Name, () =>
        {
            var built = 0;
            foreach (var model in models.Where(model => !model.IsStaging))
            {
                cancellationToken.ThrowIfCancellationRequested();
                built += Databases.Blame(model, () => databases.Connection.Execute(model.Text));
            }
            return built;
        });
    }

    /// <summary>The tests that read nothing but what this world holds, run in it.</summary>
    public IReadOnlyList<DataTestResult> Test(IEnumerable<DataTest> tests) => databases.In(Name, () => new DataTests([.. tests]).Run(databases.Connection));

    public void Dispose() => databases.Detach(Name);
}
