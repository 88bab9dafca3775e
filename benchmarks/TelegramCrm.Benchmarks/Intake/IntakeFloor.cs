using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Benchmarks.Intake;

/// <summary>The same bodies into the same table with one prepared statement, as many a transaction as there are senders; no HTTP, no signature, no JSON.</summary>
internal static class IntakeFloor
{
    public static int Run(int deliveries, int group)
    {
        var folder = Directory.CreateTempSubdirectory("tgcrm-intake-floor-").FullName;
        try
        {
            var state = StateStore.Open(new SqliteState(Path.Combine(folder, "state.db")));
            var bodies = Enumerable.Range(0, deliveries).Select(number => Encoding.UTF8.GetString(DeliveryBodies.Make("floor", number))).ToList();
            using var connection = (SqliteConnection)state.Connect();
            using var insert = connection.CreateCommand();
            insert.CommandText = """
                insert into inbox (delivery_id, type, sent_at, received_at, body, state, attempts, next_try_at)
                values ($id, 'ticket.updated', $at, $at, $body, 'received', 0, $at) on conflict (delivery_id) do nothing
                """;
            var (id, at, body) = (insert.Parameters.Add("$id", SqliteType.Text), insert.Parameters.Add("$at", SqliteType.Text), insert.Parameters.Add("$body", SqliteType.Text));
            insert.Prepare();
            var clock = Stopwatch.StartNew();
            foreach (var some in bodies.Index().Chunk(group))
            {
                using var transaction = connection.BeginTransaction();
                insert.Transaction = transaction;
                foreach (var (number, text) in some)
                {
                    (id.Value, at.Value, body.Value) = ($"floor-{number}", TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), text);
                    insert.ExecuteNonQuery();
                }
                transaction.Commit();
            }
            Console.WriteLine(JsonSerializer.Serialize(new Measured(clock.Elapsed.TotalSeconds, $"{deliveries / clock.Elapsed.TotalSeconds:N0} a second")));
            return 0;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }
}
