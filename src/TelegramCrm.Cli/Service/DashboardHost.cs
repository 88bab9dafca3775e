using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Dashboard;

namespace TelegramCrm.Cli.Service;

/// <summary>
/// The web host of the dashboard, apart from that of the inbox: a proxy shows the inbox's port to the world, and what is not there can't be reached by mistake.
/// </summary>
internal sealed partial class DashboardHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly DashboardSite site;

    private DashboardHost(WebApplication app, DashboardSite site, Uri address) => (this.app, this.site, Address) = (app, site, address);

    /// <summary>Where it is shown.</summary>
    public Uri Address { get; }

    /// <summary>Starts listening. A port that somebody else has is no reason for the service not to sync: the log says so.</summary>
    /// <param name="installation">What is shown.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>Null when there is none, because nobody wants one or because its port is taken.</returns>
    public static async Task<DashboardHost?> StartAsync(Installation installation, CancellationToken cancellationToken)
    {
        var wanted = installation.Configuration.Dashboard;
        if (!wanted.Enabled)
            return null;
        var web = Build(installation, wanted);
        var made = new DashboardSite(web.Services.GetRequiredService<Board>(), wanted, installation.Time, installation.Logs.CreateLogger<DashboardSite>());
        made.Map(web);
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (IOException refused) when (refused.InnerException is AddressInUseException or SocketException)
        {
            PortTaken(installation.Logs.CreateLogger<DashboardHost>(), wanted.Listen);
            made.Dispose();
            await web.DisposeAsync();
            return null;
        }
        return new(web, made, new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()));
    }

    /// <summary>Lets everybody go, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        site.Dispose();
    }

    private static WebApplication Build(Installation installation, DashboardConfiguration wanted)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(installation.Logs);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = DashboardSite.MaxRequestBytes;
            kestrel.Listen(IPAddress.TryParse(wanted.Listen.Host.Trim('[', ']'), out var address) ? address : IPAddress.Loopback, wanted.Listen.Port);
        });
        builder.Services.AddSingleton(new Board(
            new BoardSource(installation.Warehouse, installation.Inbox, installation.State, installation.Configuration, Installation.SqlPath), installation.Time, installation.Logs.CreateLogger<Board>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<Board>());
        return builder.Build();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "dashboard: {Address} could not be taken, and there is no dashboard: give it another port with dashboard.listen, or none with dashboard.enabled = false")]
    private static partial void PortTaken(ILogger log, Uri address);
}
