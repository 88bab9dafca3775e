using Microsoft.AspNetCore.Http;

namespace TelegramCrm.Sync.Dashboard.Access;

/// <summary>Tells a form of our own from one that another site let a browser send.</summary>
internal static class SameOrigin
{
    public static bool Sent(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
            return site is "same-origin" or "none";
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 // no browser
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
