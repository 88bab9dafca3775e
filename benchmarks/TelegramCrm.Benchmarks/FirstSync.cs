namespace TelegramCrm.Benchmarks;

/// <summary>
/// The first full sync of a workspace over HTTP. The floor fetches the same pages with one curl process to disk and makes
/// tables of them with DuckDB's read_json: no cursor, no versions, no quarantine, nothing that survives a crash.
/// </summary>
internal static class FirstSync
{
    public static async Task<int> RunAsync(int tickets, int rounds)
    {
        using var crm = await SandboxPart.StartAsync(tickets);
        Console.WriteLine($"first full sync of {tickets:N0} tickets, {rounds} rounds, {Environment.ProcessorCount} processors");
        var ratios = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            var floor = await crm.MeasureAsync("floor");
            var ours = await crm.MeasureAsync("ours");
            ratios.Add(ours.Seconds / floor.Seconds);
            Console.WriteLine($"round {round}: floor {floor.Seconds:0.00} s ({floor.Detail}), ours {ours.Seconds:0.00} s ({ours.Detail}), ratio {ratios[^1]:0.00}");
        }
        Console.WriteLine($"median ratio {ratios.Order().ElementAt(rounds / 2):0.00}");
        return 0;
    }
}
