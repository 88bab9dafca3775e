using Parquet;

namespace TelegramCrm.Sync.Publish;

/// <summary>Reads a file that DuckDB wrote with an implementation that shares no code with it.</summary>
internal static class ParquetReadBack
{
    /// <exception cref="PublicationException">The file is not Parquet, or its rows, column names or types are not the relation's.</exception>
    public static async Task CheckAsync(string path, AnalyticsRelation relation, long rows, CancellationToken cancellationToken)
    {
        ParquetReader reader;
        try
        {
            reader = await ParquetReader.CreateAsync(path, cancellationToken: cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw Wrong($"can't be read ({failure.Message})");
        }
        await using (reader)
        {
            var found = reader.RowGroups.Sum(group => group.RowCount);
            if (found != rows)
                throw Wrong($"holds {found} rows instead of {rows}");
            if (!reader.Schema.Fields.Select(field => field.Name).SequenceEqual(relation.Columns.Select(column => column.Name)))
                throw Wrong($"has the columns {string.Join(", ", reader.Schema.Fields.Select(field => field.Name))}");
            foreach (var (field, column) in reader.Schema.Fields.Zip(relation.Columns))
            {
                if (!ParquetColumn.Carries(column.Type, field))
                    throw Wrong($"reads the {column.Type} {column.Name} as {field}");
            }
        }

        PublicationException Wrong(string what) => new(path, $"{what} when read back; nothing was published, the version before stays. Try again, and look at the disk");
    }
}
