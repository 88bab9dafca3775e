namespace TelegramCrm.Sync.Transform;

/// <summary>Puts every model after those it reads; models that do not depend on each other stand in the order of their names.</summary>
internal static class BuildOrder
{
    public static IReadOnlyList<SqlModel> Of(IEnumerable<SqlModel> models)
    {
        var byRelation = new SortedDictionary<string, SqlModel>(StringComparer.Ordinal);
        foreach (var model in models)
        {
            if (!byRelation.TryAdd(model.Relation, model))
                throw new SqlFileException(model.File, $"{byRelation[model.Relation].File} makes {model.Relation} too", "rename one of them");
        }

        var ordered = new List<SqlModel>(byRelation.Count);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        var path = new List<SqlModel>(); // from the model that was asked for down to the one being placed
        foreach (var model in byRelation.Values)
            Place(model);
        return ordered;

        void Place(SqlModel model)
        {
            if (placed.Contains(model.Relation))
                return;
            if (path.IndexOf(model) is >= 0 and var start)
                throw new SqlFileException(model.File, $"reads itself: {Circle(path.Skip(start).Append(model))}", "move what they share into a relation that both read");

            path.Add(model);
            foreach (var input in model.Inputs)
            {
                if (byRelation.TryGetValue(input, out var other))
                    Place(other);
            }
            path.RemoveAt(path.Count - 1);
            placed.Add(model.Relation);
            ordered.Add(model);
        }
    }

    private static string Circle(IEnumerable<SqlModel> models) => string.Join(" reads ", models.Select(model => model.Relation));
}
