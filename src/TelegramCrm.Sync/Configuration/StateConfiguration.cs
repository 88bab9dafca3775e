namespace TelegramCrm.Sync.Configuration;

/// <summary>Where inbox, push ledger, leases and schedules are remembered: in a file of the data folder, or in a database that several nodes share.</summary>
public sealed record StateConfiguration
{
    /// <summary>A PostgreSQL connection string, <c>Host=…;Port=…;Username=…;Password=…;Database=…</c>; without it the state is the file <c>state.db</c> in the data folder.</summary>
    public Secret? Postgres { get; init; }
}
