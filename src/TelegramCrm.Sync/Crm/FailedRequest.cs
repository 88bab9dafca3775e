using System.Net;
using NodaTime;

namespace TelegramCrm.Sync.Crm;

/// <summary>A request that was given up, for logs and for <c>ops.failed_requests</c>. It holds no query, no header and no body.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Path">Below the API's root.</param>
/// <param name="Status">The last answer's; null when there was none.</param>
/// <param name="Fault">One of <see cref="RequestFault"/>.</param>
/// <param name="RequestId">The CRM's own id of the last try; null when it gave none.</param>
/// <param name="Tries">How often it was sent; 0 when the CRM was known to be away.</param>
/// <param name="FirstTriedAt">When it was sent first; null when it was not.</param>
/// <param name="LastTriedAt">When it was sent last; null when it was not.</param>
/// <param name="Elapsed">How long it took, all waits included.</param>
public sealed record FailedRequest(
    string Method, string Path, HttpStatusCode? Status, string Fault, string? RequestId, int Tries, Instant? FirstTriedAt, Instant? LastTriedAt, Duration Elapsed)
{
    /// <summary>The field of ours that the CRM objects to; null when it named none.</summary>
    public string? Field { get; init; }
}
