using System.Net;
using System.Net.Http.Headers;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Push.Http;

/// <summary>Makes the HTTP client that a connector is given: it keeps the target's limits and obeys its waits, so that no connector has to.</summary>
public static class TargetHttp
{
    /// <summary>A client of one target's own, with cookies of its own.</summary>
    /// <param name="limits">How hard the target may be pressed.</param>
    /// <param name="allowsInsecure">Whether http:// may reach other machines.</param>
    /// <param name="time">The clock of every wait.</param>
    /// <param name="wire">What carries the requests; null for the network.</param>
    /// <remarks>
    /// A redirect is a failure: credentials in headers of our own would follow it anywhere. A request that breaks is not tried again, because only the engine can look
    /// whether it arrived; one that is answered 429 was not done, and is sent again when the target wants it.
    /// </remarks>
    public static HttpClient Make(ConnectorLimits limits, bool allowsInsecure, TimeProvider time, HttpMessageHandler? wire = null)
    {
        // The handler measures each try by itself: the client's own timeout would count the waits that a target asks for.
        var client = new HttpClient(new TargetHandler(limits, allowsInsecure, time, wire ?? Network())) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("tgcrm", typeof(TargetHttp).Assembly.GetName().Version!.ToString(3)));
        return client;
    }

    /// <summary>The network, as targets are reached over it.</summary>
    public static SocketsHttpHandler Network() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // a target that moves is found again
        CookieContainer = new(),
    };
}
