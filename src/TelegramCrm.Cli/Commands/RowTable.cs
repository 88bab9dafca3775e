using System.Globalization;
using Spectre.Console;
using TelegramCrm.Sync.Publish;

namespace TelegramCrm.Cli.Commands;

/// <summary>Rows as a table for the terminal; numbers stand right.</summary>
internal static class RowTable
{
    /// <summary>Reads all rows into a table.</summary>
    public static Table Of(SnapshotRows rows)
    {
        var values = rows.Read().ToList();
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (index, name) in rows.Columns.Index())
        {
            var column = new TableColumn(PlainText.Of(name).EscapeMarkup());
            table.AddColumn(values.Any(row => IsNumber(row[index])) ? column.RightAligned() : column);
        }
        foreach (var row in values)
            table.AddRow([.. row.Select(value => PlainText.Of(RowText.Of(value)).EscapeMarkup())]);
        return table;
    }

    private static bool IsNumber(object? value) =>
        value is string text ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) : value is IConvertible and not bool;
}
