using System.Text.RegularExpressions;
using TelegramCrm.Connectors;

namespace TelegramCrm.Sync.Push;

/// <summary>What is sent of one entity: a plain select in <c>sql/push/&lt;connector type&gt;/&lt;entity&gt;.sql</c>, which an analyst may change.</summary>
/// <remarks>One column is the external key, as the header says; every other column is a mapped field of that name.</remarks>
internal sealed partial record PushModel(string Path, ReceivedEntity Entity, string KeyColumn, string Sql)
{
    /// <summary>The key's column as SQL writes it.</summary>
    public string QuotedKey => $"\"{KeyColumn}\"";

    /// <summary>Reads the model of an entity.</summary>
    /// <exception cref="PushModelException">There is none, or its header names no external key.</exception>
    public static PushModel Read(string modelsFolder, string connectorType, ReceivedEntity entity)
    {
        var path = System.IO.Path.Combine(modelsFolder, connectorType.Replace('-', '_'), $"{entity.Entity}.sql");
        if (!File.Exists(path))
            throw new PushModelException($"{path}: is missing, so nobody knows what to send of {entity.Entity}; write it, or take {entity.Entity} out of the connector's settings");
        var sql = File.ReadAllText(path);
        return Header().Match(sql) is { Success: true } header
            ? new PushModel(path, entity, header.Groups["key"].Value, sql.TrimEnd().TrimEnd(';'))
            : throw new PushModelException($"{path}: the header names no external key; add a line such as \"-- grain: ticket · external key: ticket_id · inputs: analytics.tickets\"");
    }

    /// <summary>Holds the model's columns against what the connector takes.</summary>
    /// <returns>The mapped fields in the order of the model.</returns>
    /// <exception cref="PushModelException">The key is not among the columns, a field is unknown to the connector, or a required one is missing.</exception>
    public IReadOnlyList<PushColumn> MappedFields(IReadOnlyList<PushColumn> columns)
    {
        if (columns.All(column => column.Name != KeyColumn))
            throw new PushModelException($"{Path}: has no column {KeyColumn}, which its header calls the external key; select it");
        var fields = columns.Where(column => column.Name != KeyColumn).ToList();
        if (fields.Count == 0)
            throw new PushModelException($"{Path}: has no column but the external key, so there is nothing to send; select the fields to map");
        if (Entity.Fields is { } known && fields.Find(field => !known.Contains(field.Name)) is { } stranger)
            throw new PushModelException($"{Path}: column {stranger.Name} is not a field of {Entity.Entity}; known fields are {string.Join(", ", known)}");
        if (Entity.RequiredFields.FirstOrDefault(required => fields.TrueForAll(field => field.Name != required)) is { } missing)
            throw new PushModelException($"{Path}: has no column {missing}, which {Entity.Entity} can't be written without; select it");
        return fields;
    }

    [GeneratedRegex(@"^--.*\bexternal key: (?<key>[a-z_][a-z0-9_]*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Header();
}

/// <summary>A column that a push model gives, with DuckDB's name of its type.</summary>
internal sealed record PushColumn(string Name, string Type)
{
    private const string Instant = "TIMESTAMP WITH TIME ZONE";

    /// <summary>The column as SQL writes it.</summary>
    public string Quoted => $"\"{Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>As it is sent: an instant is RFC 3339 in UTC, without a fraction that is zero.</summary>
    public string AsSent => Type == Instant
        ? $"replace(strftime({Quoted} at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ'), '.000000Z', 'Z')"
        : Finite;

    /// <summary>As it is fingerprinted: an instant by its number, which no setting and no version writes differently.</summary>
    public string AsFingerprinted => Type == Instant ? $"epoch_us({Quoted})" : Finite;

    private string Finite => Type is "DOUBLE" or "FLOAT"
        ? $"case when isfinite({Quoted}) then {Quoted} end" // JSON has no NaN and no infinity: what is no number is not known
        : Quoted;
}
