using System.Data.Common;

namespace TelegramCrm.Sync.State;

/// <summary>One statement that is run for many rows: the database reads its text once, and not once a row.</summary>
public sealed class RepeatedStatement : IDisposable
{
    private readonly DbCommand command;

    /// <summary>Prepares it.</summary>
    /// <param name="transaction">The transaction that it is part of.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="names">Its parameters' names, without the sign before them.</param>
    public RepeatedStatement(DbTransaction transaction, string sql, params ReadOnlySpan<string> names)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        command = transaction.Connection!.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, sql);
        foreach (var name in names)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }
    }

    /// <summary>Runs it for one row.</summary>
    /// <param name="values">Of the parameters, in their order: text, a whole number of 64 bits, or null.</param>
    /// <returns>How many rows it wrote.</returns>
    public int Run(params ReadOnlySpan<object?> values)
    {
        for (var index = 0; index < values.Length; index++)
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        return command.ExecuteNonQuery();
    }

    /// <summary>Forgets it.</summary>
    public void Dispose() => command.Dispose();
}
