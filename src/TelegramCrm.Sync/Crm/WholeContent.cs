using System.Buffers;
using System.Net;
using System.Text.Json;

namespace TelegramCrm.Sync.Crm;

/// <summary>An answer's body that was read to its end, in a buffer that goes back to its pool with the answer: pages are large and many.</summary>
public sealed class WholeContent : HttpContent
{
    private const int FirstSize = 64 * 1024;
    private const int MostOnTrust = 16 * 1024 * 1024; // a length that an answer merely claims takes no more memory than this

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
    /// <param name="maxBytes">The largest body taken, unpacked: a small one can unpack to any size.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="OversizedAnswerException">It is larger.</exception>
    /// <exception cref="BrokenAnswerException">It breaks off, or can't be unpacked.</exception>
    public static async Task<WholeContent> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        var expected = Math.Min(content.Headers.ContentLength ?? FirstSize, MostOnTrust);
        var filling = ArrayPool<byte>.Shared.Rent((int)Math.Min(expected, maxBytes) + 1);
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            var filled = 0;
            for (int read; (read = await stream.ReadAsync(filling.AsMemory(filled), cancellationToken)) > 0;)
            {
                filled += read;
                if (filled > maxBytes)
                    throw new OversizedAnswerException(maxBytes);
                if (filled == filling.Length)
                    filling = Grow(filling, maxBytes);
            }
            return new WholeContent(filling, filled, content);
        }
        catch (Exception e)
        {
            ArrayPool<byte>.Shared.Return(filling);
            if (e is IOException or InvalidDataException)
                throw new BrokenAnswerException($"the answer is broken: {e.Message}", e);
            throw;
        }
    }

    /// <summary>Throws unless the answer says that it is JSON; a proxy's error page may come with status 200.</summary>
    /// <exception cref="BrokenAnswerException">It says that it is something else, or nothing.</exception>
    public void RequireJson()
    {
        var type = Headers.ContentType?.MediaType;
        if (type is null || !(type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)))
            throw new BrokenAnswerException($"the answer says it is {type ?? "nothing"}, not JSON; is source.baseUrl right, and no proxy in between?");
    }

    /// <summary>Itself, if it is one JSON object and nothing else.</summary>
    /// <exception cref="BrokenAnswerException">It is something else.</exception>
    public WholeContent RequireObject()
    {
        try
        {
            var reader = new Utf8JsonReader(Bytes.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw new BrokenAnswerException("the answer is not a record");
            reader.Skip();
            return reader.Read() ? throw new BrokenAnswerException("something follows the record") : this;
        }
        catch (JsonException e)
        {
            throw new BrokenAnswerException($"the answer is not a record: {e.Message}", e);
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

    private static byte[] Grow(byte[] full, int maxBytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(full.Length * 2L, maxBytes + 1L));
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
