using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Automation;

/// <summary>Brings a table of the warehouse up to a ledger in the state store: as a rule by what has changed, and from the beginning when the state was replaced.</summary>
/// <typeparam name="T">An entry of the ledger.</typeparam>
/// <param name="table">The table; <c>change_number</c> is one of its columns.</param>
/// <param name="key">An entry's key as an SQL expression over the table, a text.</param>
/// <param name="keyOf">The same of an entry.</param>
/// <param name="changeOf">The number of an entry's last change.</param>
/// <param name="fill">Appends an entry's values in the order of the table's columns.</param>
internal sealed class LedgerCopy<T>(string table, string key, Func<T, string> keyOf, Func<T, long> changeOf, Func<IDuckDBAppenderRow, T, IDuckDBAppenderRow> fill)
{
    /// <summary>Writes, in one transaction, or nothing when nothing has changed.</summary>
    /// <param name="connection">The working warehouse, in no transaction, while nobody else writes.</param>
    /// <param name="after">The entries that changed behind a change, in the order of their changes; 0 for all.</param>
    public void Write(DuckDBConnection connection, Func<long, IReadOnlyList<T>> after)
    {
        var last = connection.QuerySingleOrDefault<(long Change, string Key)>($"select change_number, {key} from {table} order by change_number desc limit 1");
        var fromLast = after(Math.Max(0, last.Change - 1)); // the last one copied, if it is still there, comes first
        var isOfThisLedger = last.Change == 0 || fromLast.Any(entry => keyOf(entry) == last.Key);
        var changed = isOfThisLedger ? fromLast.Where(entry => changeOf(entry) > last.Change).ToList() : after(0);
        if (isOfThisLedger && changed.Count == 0)
            return;
        using var transaction = connection.BeginTransaction();
        if (!isOfThisLedger)
            connection.Execute($"delete from {table}");
        Append(connection, changed);
        connection.Execute($"delete from {table} where change_number <= $Change and {key} in (select {key} from {table} where change_number > $Change)", new { last.Change });
        transaction.Commit();
    }

    private void Append(DuckDBConnection connection, IEnumerable<T> entries)
    {
        var (schema, name) = (table.Split('.')[0], table.Split('.')[1]);
        using var appender = connection.CreateAppender(schema, name);
        foreach (var entry in entries)
            fill(appender.CreateRow(), entry).EndRow();
    }
}
