using Microsoft.AspNetCore.Http;

namespace TelegramCrm.Sync.Dashboard.Access;

/// <summary>What every answer tells the browser, so that text of a ticket can't become anything but text even if it were not escaped.</summary>
internal static class SafetyHeaders
{
    /// <summary>Nothing but the dashboard's own files, no frame around it, and markup only through the one policy of its script.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types panels";

    public static void Set(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }
}
