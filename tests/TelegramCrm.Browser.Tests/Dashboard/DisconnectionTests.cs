namespace TelegramCrm.Browser.Tests.Dashboard;

[Collection(Chromium.Collection)]
public sealed class DisconnectionTests(Chromium chromium, ServedDashboard served) : IClassFixture<ServedDashboard>
{
    [SkippableFact]
    public async Task When_the_service_is_gone_the_page_says_so_and_keeps_what_it_showed()
    {
        await using var opened = await chromium.OpenAsync(served.Address);
        await opened.Page.WaitForSelectorAsync("#connection[data-state=live]");
        var shown = await opened.TextsAsync("#standing");

        (await served.StopAsync()).ShouldBe(0);

        await opened.Page.WaitForSelectorAsync("#connection[data-state=lost]");
        (await opened.TextsAsync("#connection")).Single().ShouldStartWith("Disconnected since");
        (await opened.TextsAsync("#standing")).ShouldBe(shown);
        await opened.PictureAsync("dashboard-disconnected");
        await opened.ShouldBeAccessibleAsync();
    }
}
