namespace TelegramCrm.Sync.Transform;

/// <summary>Data tests that are run in ticket worlds, and what they found in all of them together.</summary>
/// <param name="sql">All tests.</param>
/// <param name="plan">The models.</param>
internal sealed class TicketTests(SqlFolder sql, BuildPlan plan)
{
    private readonly Dictionary<string, DataTestResult> results = new(StringComparer.Ordinal);

    public IReadOnlyList<DataTestResult> Results => [.. results.Values];

    /// <summary>Runs the tests of steps that the warehouse does not keep; elsewhere they could not be run at all.</summary>
    public void RunPassing(TicketWorld world) => Add(world.Test(sql.Tests.Where(IsPassing)));

    /// <summary>Runs every test that can be checked ticket by ticket.</summary>
    /// <param name="world">Where.</param>
    /// <param name="isLaterOnly">Whether nothing was loaded of its tickets, so that only what moves with time can be wrong.</param>
    public void Run(TicketWorld world, bool isLaterOnly) =>
        Add(world.Test(sql.Tests.Where(test => test.IsByTicket && (!isLaterOnly || test.Inputs.Any(plan.MovesWithTime)))));

    /// <summary>The results of tests that looked at other rows than a world's.</summary>
    public void Add(IEnumerable<DataTestResult> found)
    {
        foreach (var result in found)
        {
            results[result.Test.Name] = results.TryGetValue(result.Test.Name, out var before)
                ? before with { FailedRows = before.FailedRows + result.FailedRows, Example = before.Example ?? result.Example }
                : result;
        }
    }

    /// <summary>Whether a test looks at a step that is gone when the tickets are computed.</summary>
    public bool IsPassing(DataTest test) => test.KeyOf is { Rebuilt: Rebuilt.ByTicket } model && !plan.IsKept(model);
}
