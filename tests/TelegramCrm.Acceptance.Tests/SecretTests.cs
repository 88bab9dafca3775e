using System.Text;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

public sealed class SecretTests : IDisposable
{
    private readonly Tgcrm tgcrm = new();

    public void Dispose() => tgcrm.Dispose();

    [Fact]
    public async Task Secrets_are_in_no_output_no_log_and_no_file()
    {
        await using var crm = await SandboxServer.StartAsync(new SandboxOptions { Tickets = 20, DeliversWebhooksByItself = false }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm, """ "webhooks": { "listen": "http://127.0.0.1:0", "secrets": ["${ENV:HOOK}"] }, """);
        var said = new List<string>();
        foreach (var command in (string[])["check", "sync", "status", "report", "state show"]) said.Add(await SayAsync(command));
        using (var service = tgcrm.Start("serve", "--verbose"))
        {
            var inbox = new Uri((await service.LineAsync("^webhooks are taken at (?<address>.+)$")).Groups["address"].Value);
            crm.Subscribe(inbox);
            crm.Advance(TimeSpan.Zero, changes: 10);
            Assert.True((await crm.DeliverWebhooksAsync(CancellationToken.None)).Confirmed > 0);
            said.Add(await SayAsync("status"));
            Assert.Equal(0, await service.TerminateAsync());
            said.Add(service.Said);
        }
        tgcrm.Variables["KEY"] = "another-key-that-the-CRM-refuses";
        said.Add(await SayAsync("check"));
        said.Add(await SayAsync("sync"));

        foreach (var secret in (string[])[crm.ApiKey, crm.SecretToken, crm.WebhookSecret, tgcrm.Variables["KEY"]])
        {
            Assert.DoesNotContain(said, text => text.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(tgcrm.Folder.EnumerateFiles("*", SearchOption.AllDirectories), file => Holds(file, secret));
        }
    }

    private async Task<string> SayAsync(string command)
    {
        var ended = await tgcrm.RunAsync([.. command.Split(' '), "--verbose"]);
        return ended.Output + ended.Error;
    }

    private static bool Holds(FileInfo file, string secret) => File.ReadAllBytes(file.FullName).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0;
}
