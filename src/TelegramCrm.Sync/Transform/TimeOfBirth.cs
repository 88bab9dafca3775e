namespace TelegramCrm.Sync.Transform;

/// <summary>The column that says when a relation's rows were born. It is what they are published by, month by month, and what days are counted by.</summary>
/// <param name="Column">The column.</param>
/// <param name="IsDay">Whether it holds a day and not an instant.</param>
public sealed record TimeOfBirth(string Column, bool IsDay)
{
    /// <summary>
    /// The first of these that a relation has holds. All are instants or days that a row is born with: a partition by one that moves, such as
    /// updated_at, would rewrite two months for each change.
    /// </summary>
    private static readonly string[] Columns = ["created_at", "occurred_at", "applied_at", "started_at", "asked_at", "day"];

    /// <summary>The day of birth in UTC, as an SQL expression over the relation's rows.</summary>
    public string DaySql => IsDay ? Column : $"make_timestamp(epoch_us({Column}))::date"; // the instant's UTC calendar, whatever the session's zone

    /// <summary>Finds it.</summary>
    /// <param name="columns">The relation's columns, with their types in DuckDB's notation.</param>
    /// <returns>Null for a relation whose rows have no time.</returns>
    public static TimeOfBirth? Among(IEnumerable<(string Name, string Type)> columns)
    {
        var types = columns.ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
        var found = Columns.FirstOrDefault(name => types.GetValueOrDefault(name) is "TIMESTAMP WITH TIME ZONE" or "DATE");
        return found is null ? null : new TimeOfBirth(found, types[found] == "DATE");
    }
}
