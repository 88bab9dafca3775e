using System.Net;
using Microsoft.AspNetCore.Http;

namespace TelegramCrm.Sync.Inbox;

/// <summary>Which addresses may deliver at all.</summary>
/// <param name="allowed">The senders' networks; everyone when there are none.</param>
/// <param name="proxies">Whose <c>X-Forwarded-For</c> is believed.</param>
public sealed class AllowedSenders(IReadOnlyList<IPNetwork> allowed, IReadOnlyList<IPNetwork> proxies)
{
    /// <summary>Whether a request comes from an allowed address.</summary>
    /// <param name="context">The request.</param>
    public bool Include(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return allowed.Count == 0 || SenderOf(context) is { } sender && IsIn(allowed, sender);
    }

    /// <summary>
    /// The address that our own proxies saw. Each proxy appends whom it took the request from, so the list is read from its end, as far as it was written by
    /// proxies that we trust; what stands before that anyone may have written.
    /// </summary>
    private IPAddress? SenderOf(HttpContext context)
    {
        var sender = context.Connection.RemoteIpAddress;
        var forwarded = context.Request.Headers["X-Forwarded-For"].SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries)).Reverse();
        foreach (var before in forwarded)
        {
            if (sender is null || !IsIn(proxies, sender))
                break;
            sender = IPAddress.TryParse(before, out var address) ? address : null;
        }
        return sender;
    }

    private static bool IsIn(IReadOnlyList<IPNetwork> networks, IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return networks.Any(network => network.Contains(plain));
    }
}
