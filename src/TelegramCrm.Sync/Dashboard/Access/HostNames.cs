using System.Net;
using Microsoft.AspNetCore.Http;

namespace TelegramCrm.Sync.Dashboard.Access;

/// <summary>
/// Which names the dashboard answers to. A page elsewhere may let its own name point to this machine (DNS rebinding) and would read what a browser here may read; its
/// requests then bear that name. A plain address nobody else can let point here.
/// </summary>
/// <param name="configured">Further names.</param>
/// <param name="isLoopback">Whether only this machine is listened to.</param>
internal sealed class HostNames(IReadOnlyList<string> configured, bool isLoopback)
{
    public bool Include(HostString host)
    {
        var name = host.Host.TrimEnd('.');
        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || configured.Contains(name, StringComparer.OrdinalIgnoreCase))
            return true;
        return IPAddress.TryParse(name.Trim('[', ']'), out var address) && (!isLoopback || IPAddress.IsLoopback(address));
    }
}
