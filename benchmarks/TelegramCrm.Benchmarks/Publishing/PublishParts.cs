using System.Diagnostics;
using System.Text.Json;
using Dapper;
using DuckDB.NET.Data;
using TelegramCrm.Sync.Publish;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Benchmarks.Publishing;

/// <summary>What runs in processes of its own: neither warms the other up, and each tells its own memory.</summary>
internal static class PublishParts
{
    /// <summary>Writes the marts twice: into a warehouse, and as the same tables into a file of the floor's own.</summary>
    public static int WriteYear(string folder, int tickets)
    {
        using var warehouse = WarehouseFile.Open(new DataFolder(folder));
        SupportYear.Write(warehouse, tickets);
        using var connection = warehouse.Connect();
        ChangedTickets.Mark(connection, round: 0);
        connection.Execute($"attach '{FloorOf(folder)}' as floor; create schema floor.analytics");
        foreach (var relation in ChangedTickets.Keys.Keys)
            connection.Execute($"create table floor.analytics.{relation} as from analytics.{relation}");
        connection.Execute("detach floor");
        return 0;
    }

    /// <summary>Changes the warehouse's marts, and gives the floor the rows to merge.</summary>
    public static int Change(string folder, int count, int round)
    {
        using var warehouse = WarehouseFile.Open(new DataFolder(folder));
        using var connection = warehouse.Connect();
        ChangedTickets.Make(connection, count, round);
        ChangedTickets.Merge(connection, "warehouse");
        ChangedTickets.Mark(connection, round);
        connection.Execute($"attach '{FloorOf(folder)}' as floor; drop schema if exists floor.changed cascade; create schema floor.changed");
        foreach (var relation in ChangedTickets.Keys.Keys)
            connection.Execute($"create table floor.changed.{relation} as from changed.{relation}");
        connection.Execute("detach floor; checkpoint");
        return 0;
    }

    /// <summary>The floor: a MERGE a relation, committed and written into the file.</summary>
    public static int Merge(string folder)
    {
        using var connection = new DuckDBConnection($"Data Source={FloorOf(folder)}");
        connection.Open();
        connection.Execute("set memory_limit = '512MB'; set preserve_insertion_order = false");
        var begun = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        ChangedTickets.Merge(connection, "floor");
        connection.Execute("checkpoint");
        Report(clock.Elapsed, begun, "");
        return 0;
    }

    /// <summary>Ours.</summary>
    public static async Task<int> PublishAsync(string folder)
    {
        var data = new DataFolder(folder);
        using var warehouse = WarehouseFile.Open(data);
        using var connection = warehouse.Connect();
        var begun = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var version = await new Publication(data.Published).PublishAsync(connection, "benchmark", SupportYear.End, CancellationToken.None);
        Report(clock.Elapsed, begun, $"{version.FilesWritten} files of {version.FilesWritten + version.FilesKept}, ");
        return 0;
    }

    private static string FloorOf(string folder) => Path.Combine(folder, "floor.duckdb");

    private static void Report(TimeSpan elapsed, TimeSpan begun, string detail)
    {
        using var own = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new Measured(elapsed.TotalSeconds,
            $"{(own.TotalProcessorTime - begun).TotalSeconds:0.0} s of processor, {detail}{BytesWritten() >> 20} MB written, peak {own.PeakWorkingSet64 >> 20} MB")));
    }

    private static long BytesWritten() => !OperatingSystem.IsLinux() ? 0
        : File.ReadLines("/proc/self/io").Where(line => line.StartsWith("write_bytes: ", StringComparison.Ordinal)).Select(line => long.Parse(line.Split(' ')[1])).Single();
}
