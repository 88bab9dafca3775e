using Microsoft.Data.Sqlite;
using Npgsql;
using Quartz;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Scheduling;

/// <summary>Keeps Quartz's schedules in the state store, so that it knows after a restart what it missed.</summary>
public static class QuartzStore
{
    private const string TablePrefix = "qrtz_";

    /// <summary>Configures the job store; Quartz makes its own tables.</summary>
    /// <param name="quartz">The scheduler being built.</param>
    /// <param name="engine">The database of the state.</param>
    /// <param name="time">The clock that triggers follow.</param>
    public static void UseState(this IQuartzBuilder quartz, IStateEngine engine, TimeProvider time)
    {
        quartz.UseTimeProvider(time);
        quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "tgcrm");
        quartz.UsePersistentStore(store =>
        {
            store.UseSystemTextJsonSerializer();
            store.ProvisionSchema();
            store.ConfigureStore(options => options.TablePrefix = TablePrefix);
            switch (engine)
            {
                case PostgresState postgres:
                    store.UsePostgres(NpgsqlFactory.Instance, postgres.ConnectionString);
                    store.UseClustering();
                    break;
                case SqliteState sqlite:
                    store.UseSqlite(SqliteFactory.Instance, sqlite.ConnectionString);
                    break;
                default:
                    throw new ArgumentException($"Quartz has no job store for {engine.GetType().Name}", nameof(engine));
            }
        });
    }
}
