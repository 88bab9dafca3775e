using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Publish;

/// <summary>The answer to a query: its columns, and its rows as a stream that can be read once.</summary>
public sealed class SnapshotRows : IDisposable
{
    private readonly DuckDBCommand command;
    private readonly DuckDBDataReader reader;
    private readonly CancellationTokenRegistration cancellation;

    private SnapshotRows(DuckDBCommand command, DuckDBDataReader reader, CancellationTokenRegistration cancellation)
    {
        (this.command, this.reader, this.cancellation) = (command, reader, cancellation);
        Columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    /// <summary>The columns' names; none for a statement that answers nothing.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>
    /// The rows, each with a value a column: null, a <see cref="bool"/>, a number, a <see cref="string"/> (JSON too), a
    /// <see cref="NodaTime.Instant"/>, <see cref="NodaTime.LocalDateTime"/> or <see cref="NodaTime.LocalDate"/>, a list, a dictionary, bytes.
    /// </summary>
    /// <exception cref="SnapshotQueryException">The statement failed at one of its rows, or a value can't be read.</exception>
    public IEnumerable<IReadOnlyList<object?>> Read()
    {
        while (Answer(reader.Read))
            yield return [.. Enumerable.Range(0, reader.FieldCount).Select(ValueAt)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cancellation.Dispose();
        reader.Dispose();
        command.Dispose();
    }

    internal static SnapshotRows Run(DuckDBCommand command, CancellationToken cancellationToken)
    {
        var registration = cancellationToken.Register(command.Cancel);
        try
        {
            return new(command, Answer(command.ExecuteReader), registration);
        }
        catch
        {
            registration.Dispose();
            command.Dispose();
            throw;
        }
    }

    private object? ValueAt(int column)
    {
        try
        {
            return SnapshotValue.Of(reader, column);
        }
        catch (Exception failure) when (failure is InvalidCastException or InvalidOperationException)
        {
            // DuckDB.NET reads no lists with nulls of a number, nor infinite times.
            throw new SnapshotQueryException($"column {Columns[column]}: {failure.Message}; write it as text: ({Columns[column]})::varchar, or to_json({Columns[column]})", failure);
        }
    }

    private static T Answer<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (DuckDBException failure)
        {
            throw new SnapshotQueryException(Explain(failure.Message), failure);
        }
    }

    private static string Explain(string message) => message switch
    {
        _ when message.Contains("read-only mode", StringComparison.Ordinal) => "the published data can only be read; what it holds is made by `tgcrm sync`",
        _ when message.Contains("disabled by configuration", StringComparison.Ordinal) => "a query reaches no files, networks or extensions, only the published data",
        _ when message.Contains("configuration has been locked", StringComparison.Ordinal) => "a query changes no settings",
        _ => message,
    };
}
