namespace TelegramCrm.Campaign;

/// <summary>Prints outcomes as they come.</summary>
/// <param name="output">Takes the lines.</param>
internal sealed class OutcomeTable(TextWriter output)
{
    private const int MostExamples = 5;
    private readonly List<RoundOutcome> outcomes = [];

    /// <summary>Of all rounds so far.</summary>
    public int Differences => outcomes.Sum(outcome => outcome.Differences.Count);

    /// <summary>Prints the head.</summary>
    public void Begin() => output.WriteLine(Row("seed", "round", "tickets", "page", "kills", "requests", "rows", "differences", "seconds", "faults met"));

    /// <summary>Prints a round, and what went wrong in it.</summary>
    public void Add(RoundOutcome outcome)
    {
        outcomes.Add(outcome);
        var (plan, name) = (outcome.Plan, outcome.Plan.Kind.ToString().ToLowerInvariant());
        output.WriteLine(Row($"{plan.Seed}", name, $"{plan.Tickets}", $"{plan.PageSize}", $"{outcome.Kills}", $"{outcome.Requests}", $"{outcome.RowsCompared}",
            $"{outcome.Differences.Count}", $"{outcome.Took.TotalSeconds:0.0}", Faults(outcome.FaultsMet)));
        foreach (var difference in outcome.Differences.Take(MostExamples)) output.WriteLine($"  {difference}");
        if (outcome.Differences.Count > 0) output.WriteLine($"  again: --seed {plan.Seed} --rounds 1");
        output.Flush();
    }

    /// <summary>Prints the sums.</summary>
    public void End(TimeSpan took)
    {
        var met = outcomes.SelectMany(outcome => outcome.FaultsMet).GroupBy(fault => fault.Key, fault => fault.Value, StringComparer.Ordinal).ToDictionary(fault => fault.Key, fault => fault.Sum());
        output.WriteLine($"{outcomes.Count} rounds, {outcomes.Sum(outcome => outcome.Kills)} kills, {met.Values.Sum()} faults, {outcomes.Sum(outcome => outcome.Requests)} requests, "
            + $"{outcomes.Sum(outcome => outcome.RowsCompared)} rows compared, {Differences} differences, {took.TotalSeconds:0.0} seconds");
        output.WriteLine($"faults met: {Faults(met)}");
    }

    private static string Faults(IReadOnlyDictionary<string, long> met) =>
        string.Join(", ", met.OrderBy(fault => fault.Key, StringComparer.Ordinal).Select(fault => $"{fault.Key} {fault.Value}"));

    private static string Row(string seed, string round, string tickets, string page, string kills, string requests, string rows, string differences, string seconds, string faults) =>
        $"{seed,6}  {round,-10} {tickets,7} {page,5} {kills,5} {requests,8} {rows,8} {differences,11} {seconds,7}  {faults}";
}
