using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace TelegramCrm.Campaign;

/// <summary>Sends bytes as they are, where an HTTP library would refuse to.</summary>
internal static class RawPost
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Sends a request over a connection of its own.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="head">Request line and headers, without the empty line at their end.</param>
    /// <param name="body">What follows it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The answer's status; 0 when the connection was closed without one.</returns>
    public static async Task<int> SendAsync(Uri address, string head, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, patience.Token);
        await using var stream = client.GetStream();
        var answer = new byte[64];
        var length = 0;
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(head + "\r\n\r\n"), patience.Token);
            await stream.WriteAsync(body, patience.Token);
        }
        catch (IOException)
        {
            // it was refused before it was all sent: the answer tells
        }
        try
        {
            while (length < "HTTP/1.1 200".Length && await stream.ReadAsync(answer.AsMemory(length), patience.Token) is > 0 and var read)
                length += read;
        }
        catch (IOException)
        {
            return 0;
        }
        return length >= 12 ? int.Parse(Encoding.ASCII.GetString(answer, 9, 3), CultureInfo.InvariantCulture) : 0;
    }
}
