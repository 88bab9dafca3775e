using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Dashboard.Access;

/// <summary>Lets people in: everybody where no token is configured, which only this machine can be; otherwise who gave it once, or bears it.</summary>
internal sealed partial class Gate(Secret? secret, TimeProvider time, ILogger log) : IDisposable
{
    private const string Bearer = "Bearer ";

    private readonly AccessToken? token = secret is null ? null : new(secret);
    private readonly GuessPace pace = new(time);
    private readonly Sessions sessions = new(time);

    /// <summary>Whether there is a token to give.</summary>
    public bool IsLocked => token is not null;

    /// <summary>What is cancelled when somebody must leave; null when they may not come in.</summary>
    public CancellationToken? Admit(HttpContext context)
    {
        if (token is null)
            return CancellationToken.None;
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return Try(authorization[Bearer.Length..].Trim(), context) == Verdict.Right ? CancellationToken.None : null;
        return context.Request.Cookies[CookieOf(context)] is { Length: > 0 } id ? sessions.Find(id) : null;
    }

    /// <summary>Hears a guess out, unless too many came.</summary>
    public Verdict Try(string guess, HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (pace.Wait(address) is not null)
            return Verdict.TooMany;
        if (token!.Is(guess))
            return Verdict.Right;
        pace.Count(address);
        Refused(address);
        return Verdict.Wrong;
    }

    /// <summary>How long an address must wait before it is heard again; null when it need not.</summary>
    public Duration? Wait(HttpContext context) => pace.Wait(context.Connection.RemoteIpAddress?.ToString() ?? "");

    /// <summary>Begins a session, and gives the browser its id: for this site alone, out of reach of any script.</summary>
    public void LogIn(HttpContext context) => context.Response.Cookies.Append(CookieOf(context), sessions.Begin(), Cookie(context));

    /// <summary>Ends the session, here and in the browser.</summary>
    public void LogOut(HttpContext context)
    {
        if (context.Request.Cookies[CookieOf(context)] is { Length: > 0 } id)
            sessions.Leave(id);
        context.Response.Cookies.Delete(CookieOf(context), Cookie(context));
    }

    public void Dispose() => sessions.Dispose();

    private static CookieOptions Cookie(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps || context.Request.Headers["X-Forwarded-Proto"] == "https", // a liar would only lock himself out
        MaxAge = Sessions.Length,
        Path = "/",
    };

    /// <summary>With the port in it: browsers send a cookie to every port of a machine, where another dashboard may be.</summary>
    private static string CookieOf(HttpContext context) => $"tgcrm-dashboard-{context.Connection.LocalPort}";

    [LoggerMessage(Level = LogLevel.Warning, Message = "dashboard: a wrong token from {Address}")]
    private partial void Refused(string address);
}

/// <summary>What became of a guess.</summary>
internal enum Verdict
{
    /// <summary>It is the token.</summary>
    Right,

    /// <summary>It is not.</summary>
    Wrong,

    /// <summary>It was not looked at: there were too many before it.</summary>
    TooMany,
}
