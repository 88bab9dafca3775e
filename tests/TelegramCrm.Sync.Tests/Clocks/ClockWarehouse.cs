using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Tests.Sql;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Transform.Explain;

namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>A warehouse in memory, computed by the real SQL files; the data tests must hold in each.</summary>
internal sealed class ClockWarehouse : IDisposable
{
    private static readonly SqlFolder Folder = SqlWarehouse.Folder;
    private readonly DuckDBConnection _connection = SqlWarehouse.Empty();

    public IReadOnlyList<CalendarConfiguration> Calendars { get; init; } = [Given.Office()];

    public IReadOnlyList<CalendarRule> Rules { get; init; } = [];

    public IReadOnlyList<SlaPolicy> Policies { get; init; } = [Given.Policy()];

    public ClockConfiguration Options { get; init; } = new();

    /// <summary>Computes one ticket as of an instant of the two weeks.</summary>
    public static ClockWarehouse Of(TicketStory ticket, string asOf = "next Fri 12:00") => new ClockWarehouse().Compute(asOf, ticket);

    public ClockWarehouse Compute(string asOf, params TicketStory[] tickets)
    {
        foreach (var ticket in tickets)
            ticket.Write(_connection);
        ClockTables.Write(_connection, Calendars, Calendars.Count > 0 ? Calendars[0].Name : null, Rules, Policies, Given.At(asOf), Options);
        var transform = new Transformation(Folder).Run(_connection, new("run", Given.At(asOf)));
        var failed = transform.Tested.Concat(new DataTests(transform.Untested).Run(_connection)).FirstOrDefault(result => !result.Passed);
        Assert.True(failed is null, $"{failed?.Test.Name}: {failed?.Test.RowsMean} {failed?.Example}");
        return this;
    }

    /// <summary>A figure of the only ticket.</summary>
    public T? Metric<T>(string column) => One<T>($"select {column} from analytics.ticket_metrics");

    /// <summary>A column of an SLA clock of the only ticket.</summary>
    public T? Sla<T>(string column, string metric, int instance = 1) =>
        One<T>($"select {column} from analytics.sla_events where metric = '{metric}' and instance = {instance}");

    public Instant? SlaTime(string column, string metric, int instance = 1) =>
        Sla<DateTime?>(column, metric, instance) is { } time ? Instant.FromDateTimeUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : null;

    public TicketExplainer Explainer => new(_connection, Folder, Path.Combine(TestWarehouse.SqlFolder, "explain"));

    public T? One<T>(string sql) => _connection.Query<T>(sql).Single();

    public IReadOnlyList<T> All<T>(string sql) => [.. _connection.Query<T>(sql)];

    public void Dispose() => _connection.Dispose();
}
