using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;

namespace TelegramCrm.Benchmarks.Latency;

/// <summary>
/// From the answer to a webhook to the reply in the clocks of its ticket, over a warehouse with a history. This process sends, at an even rate, and asks ten times a second
/// which tickets' figures have changed; inbox and warehouse are in another.
/// </summary>
internal static class LatencyBenchmark
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public static async Task<int> RunAsync(int tickets, int rate, int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("tgcrm-latency-").FullName;
        try
        {
            foreach (var part in (string[])["history", "full"])
            {
                using var prepare = Start("part", part, folder, $"{tickets}", "0");
                await prepare.WaitForExitAsync();
            }
            using var serving = Start("part", "inbox", folder);
            try
            {
                using var http = new HttpClient { BaseAddress = new Uri((await serving.StandardOutput.ReadLineAsync())!) };
                var (answered, seen) = await MeasureAsync(http, tickets, rate, seconds);
                Print(tickets, rate, answered, seen);
                return seen.Count == answered.Count ? 0 : 1;
            }
            finally
            {
                serving.Kill();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(ConcurrentDictionary<string, TimeSpan> Answered, Dictionary<string, TimeSpan> Seen)> MeasureAsync(HttpClient http, int tickets, int rate, int seconds)
    {
        var (answered, seen) = (new ConcurrentDictionary<string, TimeSpan>(), new Dictionary<string, TimeSpan>());
        var clock = Stopwatch.StartNew();
        var sending = SendAsync(http, tickets, rate, seconds, clock, answered);
        for (var deadline = TimeSpan.FromSeconds(seconds + 60); clock.Elapsed < deadline && !(sending.IsCompleted && seen.Count == answered.Count); await Task.Delay(Look))
        {
            foreach (var ticket in await http.GetFromJsonAsync<List<string>>("answered") ?? [])
                seen.TryAdd(ticket, clock.Elapsed);
        }
        await sending;
        return (answered, seen);
    }

    private static async Task SendAsync(HttpClient http, int tickets, int rate, int seconds, Stopwatch clock, ConcurrentDictionary<string, TimeSpan> answered)
    {
        var sends = new List<Task>();
        for (var number = 0; number < rate * seconds; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / rate);
            if (due > clock.Elapsed)
                await Task.Delay(due - clock.Elapsed);
            sends.Add(SendAsync(http, (int)((long)number * 7919 % tickets), clock, answered)); // spread over the whole history: the worst case
        }
        await Task.WhenAll(sends);
    }

    private static async Task SendAsync(HttpClient http, int ticket, Stopwatch clock, ConcurrentDictionary<string, TimeSpan> answered)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var body = $$"""
            {"id":"d{{ticket}}","type":"ticket.message_added","occurred_at":"{{now}}","workspace_id":"{{ServedInbox.Workspace}}","data":{
            "ticket":{"id":"t{{ticket}}","number":{{ticket}},"source":{"channel":"telegram_topic_group","group_id":-1002101424779,"topic_id":7},"subject":"Payment","status":"open","priority":"normal",
            "queue_id":"q1","assigned_agent_id":"a1","customer":{"id":"c1","tier":"pro"},"created_at":"2023-01-01T08:00:00Z","updated_at":"{{now}}"},
            "message":{"id":"n{{ticket}}","ticket_id":"t{{ticket}}","author":{"type":"agent","id":"a1"},"kind":"reply","text":"It has arrived.","created_at":"{{now}}","edited_at":null} } }
            """;
        using var request = new HttpRequestMessage(HttpMethod.Post, "webhooks") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-Webhook-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(ServedInbox.Secret), Encoding.UTF8.GetBytes(body))));
        request.Headers.Add("X-Webhook-Timestamp", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        using var answer = await http.SendAsync(request);
        if (answer.StatusCode != HttpStatusCode.Accepted)
            throw new InvalidOperationException($"a delivery was answered {(int)answer.StatusCode}");
        answered[$"t{ticket}"] = clock.Elapsed;
    }

    private static void Print(int tickets, int rate, ConcurrentDictionary<string, TimeSpan> answered, Dictionary<string, TimeSpan> seen)
    {
        var waits = seen.Where(ticket => answered.ContainsKey(ticket.Key)).Select(ticket => (ticket.Value - answered[ticket.Key]).TotalSeconds).Order().ToList();
        double At(double share) => waits[Math.Min(waits.Count - 1, (int)(waits.Count * share))];
        Console.WriteLine($"{rate} events a second over {tickets:N0} tickets: {answered.Count:N0} answered, {waits.Count:N0} seen in the figures; from answer to figures p50 {At(0.5):0.00} s, p95 {At(0.95):0.00} s, p99 {At(0.99):0.00} s, longest {waits[^1]:0.00} s");
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
}
