using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TelegramCrm.Cli.Control;

/// <summary>Takes commands from other terminals of the same user and runs them in the service, line by line.</summary>
/// <param name="token">What a command must bring; it stands in a file that only this user can read.</param>
/// <param name="shell">The service's shell, with its open installation.</param>
internal sealed class ControlEndpoint(string token, Shell shell)
{
    /// <summary>The path commands are posted to.</summary>
    public const string Path = "/control/run";

    private readonly byte[] expected = Encoding.UTF8.GetBytes($"Bearer {token}");

    /// <summary>A token that nobody guesses.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Maps the endpoint; it answers on loopback only.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(Path, RunAsync);

    private async Task RunAsync(HttpContext context)
    {
        if (!IsAllowed(context))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        var request = await context.Request.ReadFromJsonAsync<ControlRequest>(context.RequestAborted);
        context.Response.ContentType = "application/x-ndjson";
        var lines = Channel.CreateUnbounded<ControlLine>();
        var command = RunAsync(request!.Arguments, lines.Writer, context.RequestAborted);
        await foreach (var line in lines.Reader.ReadAllAsync(CancellationToken.None))
        {
            await context.Response.WriteAsync(JsonSerializer.Serialize(line) + "\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
        await command;
    }

    private bool IsAllowed(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()), expected);

    private async Task RunAsync(IReadOnlyList<string> arguments, ChannelWriter<ControlLine> lines, CancellationToken cancellationToken)
    {
        await using var output = new LineWriter(text => lines.TryWrite(new ControlLine(Out: text)));
        await using var error = new LineWriter(text => lines.TryWrite(new ControlLine(Error: text)));
        var exit = await CommandLine.RunAsync(arguments, shell with { Out = output, Error = error, IsTerminal = false }, cancellationToken);
        await output.FlushAsync(CancellationToken.None);
        await error.FlushAsync(CancellationToken.None);
        lines.TryWrite(new ControlLine(Exit: (int)exit));
        lines.Complete();
    }
}
