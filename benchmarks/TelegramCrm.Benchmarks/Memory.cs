namespace TelegramCrm.Benchmarks;

/// <summary>The peak memory of first syncs of workspaces of growing size, each in a process of its own: it must not grow with them.</summary>
internal static class Memory
{
    public static async Task<int> RunAsync(IEnumerable<int> sizes)
    {
        foreach (var tickets in sizes)
        {
            using var crm = await SandboxPart.StartAsync(tickets);
            var ours = await crm.MeasureAsync("ours");
            Console.WriteLine($"first sync of {tickets:N0} tickets: {ours.Seconds:0.0} s, {ours.Detail}");
        }
        return 0;
    }
}
