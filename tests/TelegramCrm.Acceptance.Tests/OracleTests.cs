using TelegramCrm.Campaign.Oracle;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

public sealed class OracleTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tgcrm-oracle-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Every_clock_of_made_up_tickets_equals_one_that_is_counted_minute_by_minute()
    {
        await CrmFiles.WriteAsync(folder.FullName, new SandboxOptions { Tickets = 80, TimeProvider = new StandingClock() }, hasLongThread: false);
        using var said = new StringWriter();
        Assert.True(await new OracleComparison(folder.FullName).RunAsync(said), said.ToString());
    }
}
