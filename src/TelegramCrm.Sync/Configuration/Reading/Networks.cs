using System.Net;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>Networks in CIDR notation; a single address is a network of one.</summary>
internal static class Networks
{
    public static IPNetwork Parse(string text)
    {
        if (IPAddress.TryParse(text, out var address))
            return new(address, address.GetAddressBytes().Length * 8);
        return IPNetwork.TryParse(text, out var network)
            ? network
            : throw new UnreadableTextException($"\"{text}\" is no network", "write its first address and how many bits it shares: \"203.0.113.0/24\"");
    }
}
