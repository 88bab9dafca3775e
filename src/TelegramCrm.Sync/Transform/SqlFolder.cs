namespace TelegramCrm.Sync.Transform;

/// <summary>The models and data tests of a SQL folder, read, checked against their headers and put in order.</summary>
/// <param name="Models">Each after those it reads.</param>
/// <param name="Tests">The files of <c>tests/</c>, then one test for the key of each model.</param>
public sealed record SqlFolder(IReadOnlyList<SqlModel> Models, IReadOnlyList<DataTest> Tests)
{
    private const string ChangedTicketsFile = "changed_tickets.sql";
    private static readonly string[] Layers = ["staging", "intermediate", "analytics"];

    /// <summary><c>changes/changed_tickets.sql</c>: which tickets have to be computed anew. Null without the file: then every transform is a full one.</summary>
    public SqlModel? ChangedTickets { get; init; }

    /// <summary>
    /// Reads <c>staging/</c>, <c>intermediate/</c>, <c>analytics/</c>, <c>changes/</c> and <c>tests/</c>, with their subfolders. What a model depends
    /// on is read from its SQL; the header must name the same relations. No database is needed.
    /// </summary>
    /// <param name="path">The SQL folder; a missing subfolder is an empty one.</param>
    /// <exception cref="SqlFileException">A file breaks a rule: its relation is not named after it, its header is incomplete or untrue, models read each other in a circle.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static SqlFolder Load(string path)
    {
        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"{path}: no such folder; the SQL files lie in sql/ beside the program");

        using var references = new SqlReferences();
        var models = BuildOrder.Of(Layers.SelectMany(layer => Files(path, layer).Select(file => Read(path, layer, file, references))));
        RebuildRules.Check(models);
        var tests = Files(path, "tests").Select(file => DataTest.Read(Shown(path, file), File.ReadAllText(file)))
            .Select(test => test with { Inputs = references.ReadBy(test.File, test.Query) })
            .ToList();
        RebuildRules.Check(models, tests);
        return new SqlFolder(models, [.. tests, .. models.Select(DataTest.OfKey)])
        {
            ChangedTickets = Files(path, "changes").Where(file => Path.GetFileName(file) == ChangedTicketsFile).Select(file => Read(path, "changes", file, references)).FirstOrDefault(),
        };
    }

    private static SqlModel Read(string folder, string layer, string path, SqlReferences references)
    {
        var file = Shown(folder, path);
        var text = File.ReadAllText(path);
        var header = SqlHeader.Read(file, text);
        var (made, query, reads) = references.Of(file, text);
        var expected = $"{layer}.{Path.GetFileNameWithoutExtension(path)}";
        if (made != expected || header.Relation != expected)
            throw new SqlFileException(file, $"makes {made} and its header says {header.Relation}", $"a file is named after its relation: both must be {expected}");

        var model = new SqlModel
        {
            File = file,
            Relation = made,
            Description = header.Description,
            Grain = header.Required(file, "grain"),
            Key = [.. SqlHeader.List(header.Required(file, "key")).Select(KeyColumn.Parse)],
            Rebuilt = header.ReadRebuilt(file),
            Inputs = reads,
            Means = header.Fields.GetValueOrDefault("means"),
            Text = text,
            Query = query,
        };
        Check(model, SqlHeader.List(header.Required(file, "inputs")));
        return model;
    }

    private static void Check(SqlModel model, IReadOnlyList<string> promised)
    {
        if (model.Key.Count == 0)
            throw new SqlFileException(model.File, "the header's key is empty", "name the columns that tell one row from another");
        if (!promised.Order(StringComparer.Ordinal).SequenceEqual(model.Inputs))
            throw new SqlFileException(model.File, $"the header's inputs are {string.Join(", ", promised)}, but the SQL reads other relations", $"write `inputs: {string.Join(", ", model.Inputs)}`");
    }

    private static IEnumerable<string> Files(string folder, string layer)
    {
        var path = Path.Combine(folder, layer);
        return Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.sql", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [];
    }

    private static string Shown(string folder, string file) => $"sql/{Path.GetRelativePath(folder, file).Replace('\\', '/')}";
}
