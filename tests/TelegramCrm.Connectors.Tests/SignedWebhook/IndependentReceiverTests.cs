using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using TelegramCrm.Connectors.SignedWebhook;

namespace TelegramCrm.Connectors.Tests.SignedWebhook;

/// <summary>What we sign is verified by the published library of the standard, in node.</summary>
public sealed class IndependentReceiverTests : IDisposable
{
    private const string Secret = "whsec_KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio=";
    private const string Other = "whsec_KyoqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio=";

    private readonly string folder = Directory.CreateTempSubdirectory("tgcrm-receiver-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SkippableFact]
    public async Task The_standard_s_own_library_takes_what_we_sign_and_nothing_else()
    {
        Skip.IfNot(Install(), "node and npm are not installed here, or npm could not fetch the library");
        await using var receiver = await WebhookReceiver.StartAsync();
        using var http = new HttpClient();
        var settings = new SignedWebhookSettings(receiver.Address, [SigningSecret.Read("secret", Secret)], ["sla_breaches"]);
        foreach (var subject in (string[])["printer", "Grüße 🐈 ‫שלום‬", "line\nline \\ \"quoted\" <b>"])
        {
            var record = new PushRecord(new ExternalKey("sla_breaches", "T-1"), new Dictionary<string, JsonElement> { ["subject"] = JsonSerializer.SerializeToElement(subject) });
            await new SignedWebhookConnector(settings, http, TimeProvider.System).WriteAsync(new PushBatch("run-0001", new DateTimeOffset(2026, 3, 14, 9, 0, 0, TimeSpan.Zero), "sla_breaches", [record]), default);
            var delivery = receiver.Deliveries[^1];

            Verify(Secret, delivery)["payload"]!["data"]!["subject"]!.GetValue<string>().ShouldBe(subject);
            Verify(Other, delivery)["refused"].ShouldNotBeNull();
            Verify(Secret, delivery with { Body = delivery.Body + " " })["refused"].ShouldNotBeNull();
            Verify(Secret, delivery with { Headers = new Dictionary<string, string>(delivery.Headers) { ["webhook-id"] = "msg_other" } })["refused"].ShouldNotBeNull();
        }
    }

    private JsonNode Verify(string secret, Delivery delivery) => JsonNode.Parse(Run("node", JsonSerializer.Serialize(new { secret, headers = delivery.Headers, body = delivery.Body }), "verify.js"))!;

    private bool Install()
    {
        foreach (var file in (string[])["package.json", "verify.js"])
            File.Copy(Path.Combine(AppContext.BaseDirectory, "SignedWebhook", "Receiver", file), Path.Combine(folder, file));
        try
        {
            Run("npm", "", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent");
            return true;
        }
        catch (Exception missing) when (missing is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }

    private string Run(string program, string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }
}
