using System.Net;

namespace TelegramCrm.Sync.Crm;

/// <summary>The CRM refused a request, or could not be reached after the last try.</summary>
/// <param name="message">What happened, where, and what to do.</param>
/// <param name="status">The answer's status; null when there was none.</param>
/// <param name="requestId">The CRM's own id of the request, for its support; null when it gave none.</param>
/// <param name="inner">The fault underneath.</param>
public sealed class CrmException(string message, HttpStatusCode? status, string? requestId = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The answer's status; null when there was none.</summary>
    public HttpStatusCode? Status { get; } = status;

    /// <summary>The CRM's own id of the request; null when it gave none.</summary>
    public string? RequestId { get; } = requestId;
}
