using System.Net;

namespace TelegramCrm.Connectors.Tests.MediaWiki;

/// <summary>The way to the wiki, on which something may happen to the next edit: somebody else comes first, or the answer is lost.</summary>
internal sealed class InterruptedHttp : IDisposable
{
    private readonly CookieContainer cookies = new();

    public InterruptedHttp() => Client = new HttpClient(new Way(this));

    public HttpClient Client { get; }

    /// <summary>Runs once, between our reading and our edit.</summary>
    public Action? BeforeEdit { get; set; }

    /// <summary>Runs once, when the wiki has saved our edit and nobody knows yet.</summary>
    public Action? AfterEdit { get; set; }

    /// <summary>The session ends, as it does with time.</summary>
    public void EndSession()
    {
        foreach (Cookie cookie in cookies.GetAllCookies())
            cookie.Expired = true;
    }

    public void Dispose() => Client.Dispose();

    private sealed class Way(InterruptedHttp owner) : DelegatingHandler(new SocketsHttpHandler { CookieContainer = owner.cookies })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isEdit = request.Content is { } content && (await content.ReadAsStringAsync(cancellationToken)).Contains("action=edit", StringComparison.Ordinal);
            if (isEdit && owner.BeforeEdit is { } before)
            {
                owner.BeforeEdit = null;
                before();
            }
            var answer = await base.SendAsync(request, cancellationToken);
            if (isEdit && owner.AfterEdit is { } after)
            {
                owner.AfterEdit = null;
                after();
            }
            return answer;
        }
    }
}
