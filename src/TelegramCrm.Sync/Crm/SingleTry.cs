using System.Runtime.ExceptionServices;
using Flurl.Http;

namespace TelegramCrm.Sync.Crm;

/// <summary>
/// One try of a request: sent, its answer read to the end and understood. All of that is part of the try, so that a
/// connection that breaks in the middle of a body is tried again like one that breaks before it, and a success that is no
/// answer like an error.
/// </summary>
/// <param name="flurl">The CRM.</param>
/// <param name="maxBytes">The largest answer taken.</param>
internal sealed class SingleTry(FlurlClient flurl, int maxBytes)
{
    /// <summary>Sends.</summary>
    /// <param name="effort">Which request.</param>
    /// <param name="query">Names and values; a null value leaves the name out.</param>
    /// <param name="read">Understands a success; throws <see cref="BrokenAnswerException"/> when it can't.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    /// <returns>The answer; its content is a <see cref="WholeContent"/>.</returns>
    public async Task<HttpResponseMessage> SendAsync(
        RequestEffort effort, IEnumerable<KeyValuePair<string, string?>> query, Action<WholeContent> read, CancellationToken cancellationToken)
    {
        var request = flurl.Request(effort.Path.Split('/')).SetQueryParams(query.Where(pair => pair.Value is not null));
        if (effort.IfMatch is { } version)
            request.WithHeader("If-Match", version);
        var answer = await SendAsync(request, effort, cancellationToken);
        try
        {
            using var unread = answer.Content;
            var whole = await WholeContent.ReadAsync(unread, maxBytes, cancellationToken);
            answer.Content = whole;
            if (answer.IsSuccessStatusCode && effort.Method != HttpMethod.Delete) // which is answered with nothing
            {
                whole.RequireJson();
                read(whole);
            }
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <summary>Flurl wraps every fault in one of its own, whose message holds the whole address; the pipeline wants to see what it was.</summary>
    private static async Task<HttpResponseMessage> SendAsync(IFlurlRequest request, RequestEffort effort, CancellationToken cancellationToken)
    {
        using var content = effort.Json is { } json ? new ReadOnlyMemoryContent(json) : null;
        if (content is not null)
            content.Headers.ContentType = new("application/json");
        try
        {
            return await request.SendAsync(effort.Method, content, cancellationToken, HttpCompletionOption.ResponseHeadersRead);
        }
        catch (FlurlHttpException e) when (e.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }
}
