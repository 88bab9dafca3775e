using Microsoft.AspNetCore.Http;

namespace TelegramCrm.Sync.Inbox;

/// <summary>A request's body, or why it was not read to its end.</summary>
/// <param name="Bytes">All of it, unless it was refused.</param>
/// <param name="Refusal">Why not; null when it was read.</param>
internal readonly record struct RequestBody(ReadOnlyMemory<byte> Bytes, Refusal? Refusal = null)
{
    private const int FirstBuffer = 16 * 1024;

    /// <summary>Reads a body that nobody has vouched for yet: memory grows with what has come, not with what was announced.</summary>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, InboxLimits limits, TimeProvider time)
    {
        if (request.ContentLength > limits.MaxBodyBytes)
            return Refused(Inbox.Refusal.TooLarge);
        using var timeout = new CancellationTokenSource(limits.ReadTimeout.ToTimeSpan(), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, request.HttpContext.RequestAborted);
        try
        {
            var expected = request.ContentLength is { } announced and < FirstBuffer ? (int)announced + 1 : FirstBuffer; // one more to see the end
            return await ReadAsync(request.Body, expected, limits.MaxBodyBytes, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return Refused(Inbox.Refusal.TooSlow);
        }
        catch (BadHttpRequestException failure) // the server's own limits: too slow, too long, badly chunked
        {
            return Refused(failure.StatusCode switch
            {
                StatusCodes.Status408RequestTimeout => Inbox.Refusal.TooSlow,
                StatusCodes.Status413PayloadTooLarge => Inbox.Refusal.TooLarge,
                _ => Inbox.Refusal.BrokenBody,
            });
        }
    }

    private static async Task<RequestBody> ReadAsync(Stream body, int expected, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(expected, maxBytes + 1)];
        var length = 0;
        while (await body.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length > maxBytes)
                return Refused(Inbox.Refusal.TooLarge);
            if (length == buffer.Length)
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, maxBytes + 1));
        }
        return new(buffer.AsMemory(0, length));
    }

    private static RequestBody Refused(Refusal refusal) => new(default, refusal);
}
