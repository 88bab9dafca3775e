using System.Security.Cryptography;
using Dapper;
using DuckDB.NET.Data;
using Parquet;
using Parquet.Schema;
using TelegramCrm.Sync.Publish;

namespace TelegramCrm.Sync.Tests.Publish;

public sealed class PublishedFilesTests : IDisposable
{
    private readonly Newsroom newsroom = new();

    [Fact]
    public async Task Every_reader_counts_the_same_rows()
    {
        await newsroom.PublishAsync();
        using var duckdb = new DuckDBConnection("Data Source=:memory:");
        duckdb.Open();
        foreach (var relation in Manifest.Read(newsroom.Current()).Relations)
        {
            var working = newsroom.Warehouse.ExecuteScalar<long>($"select count(*) from analytics.{relation.Name}");
            var files = relation.Files.Select(file => newsroom.Current(file.Path)).ToList();
            Assert.Equal(working, relation.Rows);
            Assert.Equal(working, newsroom.Ask($"select count(*) from analytics.{relation.Name}"));
            Assert.Equal(working, duckdb.ExecuteScalar<long>($"select count(*) from read_parquet('{newsroom.Current("parquet", relation.Name)}/**/*.parquet')"));
            Assert.Equal(working, await SumAsync(files, async file =>
            {
                await using var reader = await ParquetReader.CreateAsync(file);
                return reader.RowGroups.Sum(group => group.RowCount);
            }));
        }
    }

    [Fact]
    public async Task Parquet_holds_the_very_rows_of_the_warehouse()
    {
        await newsroom.PublishAsync();
        newsroom.Run($"""
            create temp view published as
            select * exclude (month) from read_parquet('{newsroom.Current("parquet", "tickets")}/*/*.parquet', hive_partitioning = true)
            """);
        Assert.Equal(4, newsroom.Warehouse.ExecuteScalar<long>("select count(*) from (from published intersect all from analytics.tickets)"));
    }

    [Fact]
    public async Task A_row_lies_in_the_month_of_its_birth_in_UTC_and_one_without_a_time_in_a_month_of_null()
    {
        await newsroom.PublishAsync();
        using var duckdb = new DuckDBConnection("Data Source=:memory:");
        duckdb.Open();
        var months = duckdb.Query<string>($"""
            select ticket_id || ' ' || coalesce(month, 'null')
            from read_parquet('{newsroom.Current("parquet", "tickets")}/*/*.parquet', hive_partitioning = true) order by ticket_id
            """);
        Assert.Equal(["t1 2026-01", "t2 2026-02", "t3 2026-02", "t4 null"], months);
    }

    [Fact]
    public async Task A_second_implementation_reads_the_types_and_values()
    {
        await newsroom.PublishAsync();
        await using var reader = await ParquetReader.CreateAsync(newsroom.TicketsOf("2026-02"));
        var time = Assert.IsType<DateTimeDataField>(reader.Schema.FindDataField("created_at"));
        Assert.True(time.IsAdjustedToUTC);
        Assert.IsType<ListField>(reader.Schema.Fields.Single(field => field.Name == "tags"));

        using var group = reader.OpenRowGroupReader(0);
        var groupIds = new long?[2];
        await group.ReadAsync<long>(reader.Schema.FindDataField("group_id"), groupIds);
        Assert.Equal([null, 9007199254740993], groupIds.Order());
        var subjects = new string?[2];
        await group.ReadAsync(reader.Schema.FindDataField("subject"), subjects!);
        Assert.Contains("It's \"quoted\", with comma", subjects);
    }

    [Fact]
    public async Task An_empty_relation_has_a_file_that_tells_its_columns()
    {
        await newsroom.PublishAsync();
        await using var reader = await ParquetReader.CreateAsync(newsroom.Current("parquet", "messages", "month=__HIVE_DEFAULT_PARTITION__", "data.parquet"));
        Assert.Equal(["message_id", "ticket_id", "created_at"], reader.Schema.Fields.Select(field => field.Name));
    }

    [Fact]
    public async Task The_manifest_names_run_instant_and_every_file_with_its_length_and_those_of_Parquet_with_their_checksum()
    {
        await newsroom.PublishAsync("run-7");
        var manifest = Manifest.Read(newsroom.Current());

        Assert.Equal((1, "run-7", Newsroom.Noon), (manifest.Version, manifest.RunId, manifest.AsOf));
        var named = manifest.Relations.SelectMany(relation => relation.Files).ToList();
        foreach (var file in named)
        {
            var bytes = await File.ReadAllBytesAsync(newsroom.Current(file.Path));
            Assert.Equal((file.Bytes, file.Sha256), (bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
        }
        var found = Directory.EnumerateFiles(manifest.Relations.Count > 0 ? newsroom.Current() + "/" : "", "*", SearchOption.AllDirectories);
        Assert.Equal(named.Count + 2, found.Count()); // the database and the manifest
        Assert.Equal((new FileInfo(newsroom.Current(manifest.Database.Path)).Length, manifest.Relations.Sum(relation => relation.Rows)), (manifest.Database.Bytes, manifest.Database.Rows));
    }

    private static async Task<long> SumAsync(IEnumerable<string> files, Func<string, Task<long>> rowsOf)
    {
        var sum = 0L;
        foreach (var file in files)
            sum += await rowsOf(file);
        return sum;
    }

    public void Dispose() => newsroom.Dispose();
}
