namespace TelegramCrm.Sync.Transform;

/// <summary>What has to hold so that a relation may be rebuilt in parts, as far as it can be seen from what reads what.</summary>
internal static class RebuildRules
{
    /// <exception cref="SqlFileException">A relation could not be rebuilt as its header says.</exception>
    public static void Check(IReadOnlyList<SqlModel> models)
    {
        var plan = new BuildPlan(models, changedTickets: null);
        foreach (var model in models)
        {
            if (model.Rebuilt == Rebuilt.ByDay && model.Key[0].Name != "day")
                throw new SqlFileException(model.File, "is rebuilt by day, and its key does not begin with day", "add the column, or leave `rebuilt` out");
            if (model.Rebuilt != Rebuilt.ByTicket)
                continue;
            if (model.Inputs.FirstOrDefault(input => plan.Summaries.Any(summary => summary.Relation == input)) is { } summary)
                throw new SqlFileException(model.File, $"is rebuilt by ticket, and reads {summary}, whose rows sum up many tickets", $"read what {summary} is made of, or leave `rebuilt` out");
            if (model.IsStaging != model.Inputs.Any(IsRaw) || model.Inputs.Count(IsRaw) > 1)
                throw new SqlFileException(model.File, "is rebuilt by ticket, and does not type one raw table", "in staging read one table of raw, elsewhere read staging");
        }
    }

    /// <exception cref="SqlFileException">A test is checked ticket by ticket, and reads what sums up many tickets.</exception>
    public static void Check(IReadOnlyList<SqlModel> models, IReadOnlyList<DataTest> tests)
    {
        var summaries = new BuildPlan(models, changedTickets: null).Summaries.Select(model => model.Relation).ToHashSet(StringComparer.Ordinal);
        foreach (var test in tests.Where(test => test.IsByTicket))
        {
            if (test.Inputs.FirstOrDefault(summaries.Contains) is { } summary)
                throw new SqlFileException(test.File, $"is checked ticket by ticket, and reads {summary}, whose rows sum up many tickets", "leave `checked` out: then it looks at all rows each time");
        }
    }

    private static bool IsRaw(string relation) => relation.StartsWith("raw.", StringComparison.Ordinal);
}
