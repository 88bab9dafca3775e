using System.Net;
using System.Text.Json;

namespace TelegramCrm.Sync.Crm;

/// <summary>
/// Reads an answer to its end within the try and makes sure that it is one whole JSON value, so that a connection that
/// breaks in the middle of a body is tried again like one that breaks before it. A proxy's error page with status 200
/// and a body cut off without an error are caught the same way.
/// </summary>
/// <param name="maxBytes">The largest answer taken; a larger one fails the request.</param>
public sealed class WholeAnswerHandler(long maxBytes = 256 * 1024 * 1024) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            using var read = response.Content;
            var whole = await WholeContent.ReadAsync(read, maxBytes, cancellationToken);
            response.Content = whole;
            if (response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.NoContent)
                RequireJson(whole);
            return response;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or JsonException) // broken off, broken gzip, broken JSON
        {
            response.Dispose();
            throw new BrokenAnswerException($"the answer is broken: {e.Message}", e);
        }
    }

    private static void RequireJson(WholeContent content)
    {
        var type = content.Headers.ContentType?.MediaType;
        if (type is null || !(type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)))
            throw new BrokenAnswerException($"the answer says it is {type ?? "nothing"}, not JSON; is the address right, and no proxy in between?");
        var reader = new Utf8JsonReader(content.Bytes.Span);
        while (reader.Read())
            reader.Skip();
    }
}
