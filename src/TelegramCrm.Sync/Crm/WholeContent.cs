using System.Buffers;
using System.Net;

namespace TelegramCrm.Sync.Crm;

/// <summary>An answer's body that was read to its end, in a buffer that goes back to its pool with the answer: pages are large and many.</summary>
public sealed class WholeContent : HttpContent
{
    private const int FirstSize = 64 * 1024;

    private byte[] buffer;
    private readonly int length;

    private WholeContent(byte[] buffer, int length, HttpContent read)
    {
        (this.buffer, this.length) = (buffer, length);
        foreach (var header in read.Headers)
            Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    /// <summary>The body; not to be used once the answer is disposed.</summary>
    public Memory<byte> Bytes => buffer.AsMemory(0, length);

    /// <summary>Reads a body.</summary>
    /// <param name="content">As it comes from the network.</param>
    /// <param name="maxBytes">The largest body taken.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="BrokenAnswerException">It is larger.</exception>
    public static async Task<WholeContent> ReadAsync(HttpContent content, long maxBytes, CancellationToken cancellationToken)
    {
        var filling = ArrayPool<byte>.Shared.Rent((int)Math.Min(content.Headers.ContentLength ?? FirstSize, maxBytes) + 1);
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            var filled = 0;
            for (int read; (read = await stream.ReadAsync(filling.AsMemory(filled), cancellationToken)) > 0;)
            {
                filled += read;
                if (filled > maxBytes)
                    throw new BrokenAnswerException($"the answer is larger than {maxBytes} bytes");
                if (filled == filling.Length)
                    filling = Grow(filling);
            }
            return new WholeContent(filling, filled, content);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(filling);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(Bytes).AsTask();

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = this.length;
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        base.Dispose(disposing);
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
