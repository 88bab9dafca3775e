using Dapper;

namespace TelegramCrm.Sync.Transform;

/// <summary>What hangs on no ticket, as it is now: agents, queues, templates and their histories. Few rows, so they are made whole.</summary>
internal static class SharedRows
{
    public const string Name = "shared";

    /// <summary>Makes the database; a relation that cannot have changed is shown as the warehouse has it.</summary>
    /// <param name="databases">Beside which warehouse.</param>
    /// <param name="plan">The models.</param>
    /// <param name="since">The last load that the warehouse's relations contain; null to make all.</param>
    /// <returns>The models that were run.</returns>
    public static IReadOnlyList<SqlModel> Build(Databases databases, BuildPlan plan, long? since)
    {
        databases.Attach(Name);
        databases.Show(Name, databases.Warehouse, plan.Given);
        var changed = new HashSet<string>(plan.Given.Where(given => since is null || HasNewer(databases, given, since.Value)), StringComparer.Ordinal);
        var made = new List<SqlModel>();
        foreach (var model in plan.Shared)
        {
            if (since is null || model.AsksForTime || model.Inputs.Any(changed.Contains))
            {
                databases.Build(Name, model);
                changed.Add(model.Relation);
                made.Add(model);
            }
            else
            {
                databases.Execute(Name, $"create view {model.Relation} as from {databases.Warehouse}.{model.Relation}");
            }
        }
        return made;
    }

    /// <summary>Makes the database, and shows everything as the warehouse has it.</summary>
    public static void Show(Databases databases, BuildPlan plan)
    {
        databases.Attach(Name);
        databases.Show(Name, databases.Warehouse, plan.Shared.Select(model => model.Relation));
    }

    private static bool HasNewer(Databases databases, string given, long since) =>
        given.StartsWith("ops.", StringComparison.Ordinal) // what the program notes has no load, and is little
        || given.StartsWith("raw.", StringComparison.Ordinal)
        && databases.Connection.ExecuteScalar<bool>($"select exists (from {given} where load_id > $since)", new { since });
}
