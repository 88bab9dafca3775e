using System.Net;

namespace TelegramCrm.Sync.Crm;

/// <summary>The CRM refused a request, could not be reached after the last try, or breaks its own rules.</summary>
/// <param name="message">What happened, where, and what to do.</param>
/// <param name="request">The request with its tries; null when none failed, but its answer leads nowhere.</param>
/// <param name="inner">The fault underneath.</param>
public sealed class CrmException(string message, FailedRequest? request = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The request with its tries; null when none failed, but its answer leads nowhere.</summary>
    public FailedRequest? Request { get; } = request;

    /// <summary>The answer's status; null when there was none.</summary>
    public HttpStatusCode? Status => Request?.Status;

    /// <summary>The CRM's own id of the request; null when it gave none.</summary>
    public string? RequestId => Request?.RequestId;
}
