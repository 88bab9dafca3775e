using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Cli.Control;

/// <summary>Hands a command to the service that has the data folder, and prints what it prints.</summary>
internal static class ControlClient
{
    /// <summary>Runs this command there.</summary>
    /// <param name="service">The owner of the folder.</param>
    /// <param name="context">The command.</param>
    /// <param name="cancellationToken">Ends the command there too.</param>
    public static async Task<ExitCode> RunAsync(Owner service, CommandContext context, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service.ControlAddress!, ControlEndpoint.Path))
        {
            Content = JsonContent.Create(new ControlRequest(context.Arguments)),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", service.ControlToken) },
        };
        using var response = await SendAsync(http, request, service, cancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } text)
        {
            var line = JsonSerializer.Deserialize<ControlLine>(text)!;
            if (line.Out is not null)
                await context.Shell.Out.WriteLineAsync(line.Out);
            if (line.Error is not null)
                await context.Shell.Error.WriteLineAsync(line.Error);
            if (line.Exit is { } exit)
                return (ExitCode)exit;
        }
        throw new RefusedException(service.ToString(), "ended before the command did", "look at its log, and run the command again");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpRequestMessage request, Owner service, CancellationToken cancellationToken)
    {
        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException e)
        {
            throw new RefusedException(service.ToString(), $"has the data folder, but takes no command ({e.Message})", "wait a moment if it is just starting, or stop it");
        }
    }
}
