namespace TelegramCrm.Sync.Transform;

/// <summary>What each model needs to be kept up to date, worked out from the headers and from what reads what.</summary>
internal sealed class BuildPlan
{
    private readonly Dictionary<string, SqlModel> byRelation;
    private readonly HashSet<string> readElsewhere;
    private readonly Dictionary<string, TimeOfBirth?> births = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> ticketsOf = new(StringComparer.Ordinal);
    private readonly HashSet<string> movesWithTime = new(StringComparer.Ordinal);

    /// <param name="models">In build order.</param>
    /// <param name="changedTickets">As <see cref="SqlFolder.ChangedTickets"/> has it.</param>
    public BuildPlan(IReadOnlyList<SqlModel> models, SqlModel? changedTickets)
    {
        byRelation = models.ToDictionary(model => model.Relation, StringComparer.Ordinal);
        var fromTickets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var model in models)
        {
            if (model.Rebuilt == Rebuilt.ByTicket || model.Inputs.Any(fromTickets.Contains))
                fromTickets.Add(model.Relation);
            if (model.AsksForTime || model.Inputs.Any(movesWithTime.Contains))
                movesWithTime.Add(model.Relation);
        }
        OfTickets = [.. models.Where(model => model.Rebuilt == Rebuilt.ByTicket)];
        Shared = [.. models.Where(model => !fromTickets.Contains(model.Relation))];
        Summaries = [.. models.Where(model => model.Rebuilt != Rebuilt.ByTicket && fromTickets.Contains(model.Relation))];
        Before = [.. (changedTickets?.Inputs ?? []).Where(input => input.StartsWith("before.", StringComparison.Ordinal)).Select(input => (input, RelationOf(input["before.".Length..])))];
        readElsewhere = [.. models.Where(model => model.Rebuilt != Rebuilt.ByTicket).SelectMany(model => model.Inputs), .. Before.Select(view => view.Relation)];
        Given = [.. models.SelectMany(model => model.Inputs).Where(input => !byRelation.ContainsKey(input)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>What hangs on no ticket: agents, queues, templates, their histories.</summary>
    public IReadOnlyList<SqlModel> Shared { get; }

    /// <summary>What is computed ticket by ticket.</summary>
    public IReadOnlyList<SqlModel> OfTickets { get; }

    /// <summary>Those of <see cref="OfTickets"/> that type the records of <c>raw</c>.</summary>
    public IEnumerable<SqlModel> Typed => OfTickets.Where(model => model.IsStaging);

    /// <summary>What is made of many tickets: days, templates, articles.</summary>
    public IReadOnlyList<SqlModel> Summaries { get; }

    /// <summary>What no model makes: <c>raw</c>, and what the program writes before.</summary>
    public IReadOnlyList<string> Given { get; }

    /// <summary>The names that the file of changed tickets has for relations as the transform before left them.</summary>
    public IReadOnlyList<(string View, string Relation)> Before { get; }

    /// <summary>Those of <see cref="OfTickets"/> that stay in the warehouse. Steps that only other computations of the same tickets read do not.</summary>
    public IEnumerable<SqlModel> Kept => OfTickets.Where(IsKept);

    public bool IsKept(SqlModel model) => !model.Relation.StartsWith("intermediate.", StringComparison.Ordinal) || readElsewhere.Contains(model.Relation);

    /// <summary>Whether a ticket's rows may change though only time has passed.</summary>
    public bool MovesWithTime(string relation) => movesWithTime.Contains(relation);

    /// <summary>The models that are computed for tickets of which something was loaded: all. For the others: what moves with time, and what that reads.</summary>
    public IReadOnlyList<SqlModel> Needed(bool isLaterOnly)
    {
        if (!isLaterOnly)
            return OfTickets;
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var model in OfTickets.Reverse().Where(model => MovesWithTime(model.Relation) || needed.Contains(model.Relation)))
            needed.UnionWith(model.Inputs.Append(model.Relation));
        return [.. OfTickets.Where(model => needed.Contains(model.Relation))];
    }

    /// <summary>The time of birth of a relation that the warehouse keeps.</summary>
    public TimeOfBirth? BirthOf(Databases databases, string relation)
    {
        if (!births.TryGetValue(relation, out var birth))
            births[relation] = birth = TimeOfBirth.Among(databases.ColumnsOf(databases.Warehouse, relation));
        return birth;
    }

    /// <summary>Which ticket a record of <c>raw</c> hangs on, as an SQL expression: a record that names none is one.</summary>
    public string TicketOf(Databases databases, string raw)
    {
        if (!ticketsOf.TryGetValue(raw, out var ticket))
            ticketsOf[raw] = ticket = databases.ColumnsOf(databases.Warehouse, raw).Any(column => column.Name == "ticket_id") ? "coalesce(ticket_id, id)" : "id";
        return ticket;
    }

    private string RelationOf(string name) => byRelation.ContainsKey($"staging.{name}") ? $"staging.{name}" : $"intermediate.{name}";
}
