using Microsoft.Data.Sqlite;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Campaign;

/// <summary>Deliveries that were genuine before they were mutated: none may be answered with a fault of the service, and none that the secret did not sign may be stored.</summary>
/// <param name="seed">Of the mutations.</param>
/// <param name="count">How many.</param>
internal sealed class FuzzRun(int seed, int count)
{
    private const int AtOnce = 16;

    /// <summary>Sends them and prints how they were answered.</summary>
    /// <returns>Whether the service stood, and stored nothing forged.</returns>
    public async Task<bool> RunAsync(TextWriter output)
    {
        using var tgcrm = new Tgcrm();
        await using var crm = await SandboxServer.StartAsync(new SandboxOptions { Seed = seed, Tickets = 5, DeliversWebhooksByItself = false }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm, """
            "webhooks": { "listen": "http://127.0.0.1:0", "secrets": ["${ENV:HOOK}"] },
            "schedules": { "sync": "0 0 29 2 *" },
            """);
        using var service = tgcrm.Start("serve");
        var address = new Uri((await service.LineAsync("^webhooks are taken at (?<address>.+)$")).Groups["address"].Value);
        var answers = await SendAsync(address, crm.WebhookSecret);
        var exitCode = await service.TerminateAsync();
        var stored = Stored(tgcrm.PathOf("data/state.db"));
        var forged = stored.Except(answers.Genuine).ToList();
        await output.WriteLineAsync($"{count} mutated deliveries, seed {seed}: {string.Join(", ", answers.ByStatus.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"))}; "
            + $"{stored.Count} stored, {forged.Count} of them forged; the service ended with {exitCode}");
        return forged.Count == 0 && exitCode == 0 && !answers.ByStatus.Keys.Any(status => status is >= 500 and not 503);
    }

    private async Task<(Dictionary<int, int> ByStatus, HashSet<string> Genuine)> SendAsync(Uri address, string secret)
    {
        var now = TimeProvider.System.GetUtcNow();
        var byStatus = new Dictionary<int, int>();
        var genuine = new HashSet<string>(StringComparer.Ordinal);
        var gate = new Lock();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, stop) =>
        {
            var mutation = Mutation.Draw(seed, number, secret, now);
            var status = await RawPost.SendAsync(address, mutation.Head, mutation.Body, stop);
            lock (gate)
            {
                byStatus[status] = byStatus.GetValueOrDefault(status) + 1;
                if (mutation.IsGenuine)
                    genuine.Add(mutation.DeliveryId);
            }
        });
        return (byStatus, genuine);
    }

    private static List<string> Stored(string file)
    {
        using var state = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=false");
        state.Open();
        using var command = state.CreateCommand();
        command.CommandText = "select delivery_id from inbox";
        using var ids = command.ExecuteReader();
        var stored = new List<string>();
        while (ids.Read())
            stored.Add(ids.GetString(0));
        return stored;
    }
}
