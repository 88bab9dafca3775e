using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace TelegramCrm.Benchmarks.Intake;

/// <summary>
/// Sends deliveries over connections that stay open, as many at once as there are senders: either as fast as they are answered, or so many a second
/// whatever the answers take. Then an answer's time is counted from the moment the request was due, so that a server that hangs can't hide it.
/// </summary>
/// <param name="address">The inbox.</param>
/// <param name="secret">What to sign with.</param>
/// <param name="run">Distinguishes these deliveries from others.</param>
internal sealed class LoadGenerator(Uri address, string secret, string run)
{
    private readonly ConcurrentBag<double> latencies = [];
    private readonly ConcurrentDictionary<string, int> statuses = [];
    private int next = -1;

    /// <summary>As fast as they are answered.</summary>
    /// <param name="deliveries">How many.</param>
    /// <param name="senders">How many connections.</param>
    public async Task<LoadResult> FloodAsync(int deliveries, int senders)
    {
        var requests = Enumerable.Range(0, deliveries).Select(number => DeliveryBodies.Request(DeliveryBodies.Make(run, number), secret)).ToList();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(async () =>
        {
            using var connection = await ConnectAsync();
            while (Interlocked.Increment(ref next) is var number && number < deliveries)
                await SendAsync(connection, requests[number], clock.Elapsed, clock);
        })));
        return Result(clock.Elapsed);
    }

    /// <summary>So many a second, until somebody says that it is enough.</summary>
    /// <param name="perSecond">How many.</param>
    /// <param name="senders">How many connections.</param>
    /// <param name="enough">Ends it.</param>
    public async Task<LoadResult> TrickleAsync(int perSecond, int senders, Task enough)
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(async () =>
        {
            using var connection = await ConnectAsync();
            while (!enough.IsCompleted)
            {
                var number = Interlocked.Increment(ref next);
                var due = TimeSpan.FromSeconds((double)number / perSecond);
                var request = DeliveryBodies.Request(DeliveryBodies.Make(run, number), secret);
                if (due - clock.Elapsed is { Ticks: > 0 } early)
                    await Task.Delay(early);
                await SendAsync(connection, request, due, clock);
            }
        })));
        return Result(clock.Elapsed);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        return socket;
    }

    private async Task SendAsync(Socket connection, byte[] request, TimeSpan due, Stopwatch clock)
    {
        await connection.SendAsync(request);
        var answer = new byte[1024];
        var length = 0;
        while (answer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0) // no answer has a body
        {
            var read = await connection.ReceiveAsync(answer.AsMemory(length));
            length += read > 0 ? read : throw new IOException("the server closed the connection");
        }
        latencies.Add((clock.Elapsed - due).TotalMilliseconds);
        statuses.AddOrUpdate(Encoding.ASCII.GetString(answer, 9, 3), 1, (_, count) => count + 1);
    }

    private LoadResult Result(TimeSpan elapsed)
    {
        var sorted = latencies.Order().ToList();
        double At(double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
        return new(elapsed.TotalSeconds, sorted.Count, At(0.5), At(0.99), sorted[^1], JsonSerializer.Serialize(statuses));
    }
}

/// <summary>What a load generator saw.</summary>
/// <param name="Seconds">How long it sent.</param>
/// <param name="Answers">How many answers came.</param>
/// <param name="P50">Milliseconds within which half of them came.</param>
/// <param name="P99">Milliseconds within which 99 of 100 came.</param>
/// <param name="Longest">Milliseconds that the slowest took.</param>
/// <param name="Statuses">How many answers had which status.</param>
internal sealed record LoadResult(double Seconds, int Answers, double P50, double P99, double Longest, string Statuses);
