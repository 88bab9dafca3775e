using System.Data.Common;
using Dapper;
using NodaTime;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Inbox;

/// <summary>Since when the CRM's webhooks are to be expected: since we subscribed, or since the first of them came.</summary>
internal static class Listening
{
    /// <summary>Since then; null when they never were.</summary>
    public static Instant? Since(DbConnection connection) =>
        connection.QuerySingleOrDefault<string>("select since from webhook_watch where place = 1") is { } text ? StateTime.ToInstant(text) : null;

    /// <summary>They are from now on, if they were not before.</summary>
    public static void Begin(DbConnection connection, Instant now) =>
        connection.Execute("insert into webhook_watch (place, since) values (1, @now) on conflict (place) do nothing", new { now = now.ToText() });

    /// <summary>They are no longer.</summary>
    public static void End(DbConnection connection) => connection.Execute("delete from webhook_watch");
}
