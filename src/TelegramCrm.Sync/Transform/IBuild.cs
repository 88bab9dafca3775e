namespace TelegramCrm.Sync.Transform;

/// <summary>The two ways to bring the marts up to date: with every ticket, or with the changed ones.</summary>
internal interface IBuild
{
    /// <summary>Computes, beside the warehouse, all that hangs on tickets; the warehouse stays as it is.</summary>
    /// <param name="cancellationToken">Asked between two models.</param>
    /// <returns>How many tickets were computed.</returns>
    long Compute(CancellationToken cancellationToken);

    /// <summary>Puts it into the warehouse, with what sums it up. Runs inside the caller's transaction.</summary>
    /// <param name="number">The transform's number.</param>
    void Apply(long number);

    /// <summary>What the data tests found that looked at tickets on the way.</summary>
    IReadOnlyList<DataTestResult> Tested { get; }

    /// <summary>The data tests that are to look at all rows afterwards.</summary>
    IReadOnlyList<DataTest> Untested { get; }
}
