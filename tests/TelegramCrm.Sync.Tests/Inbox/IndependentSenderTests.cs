using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Inbox.Schemes;

namespace TelegramCrm.Sync.Tests.Inbox;

/// <summary>Signatures made by published libraries of others, in node: what they sign we take, and what they did not we refuse.</summary>
public sealed class IndependentSenderTests : IClassFixture<IndependentSenderTests.Node>
{
    private const string Secret = "a secret of sixteen+";
    private const string StandardSecret = "whsec_KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio=";
    private static readonly string[] Bodies = ["{}", """{"type":"ticket.created","data":{}}""", """{"text":"Grüße 🐈 ‫שלום‬","n":1e400}""", " [1,\n2] "];

    private readonly Node node;

    public IndependentSenderTests(Node node) => this.node = node;

    [SkippableTheory]
    [InlineData(WebhookScheme.BodyHmac, "bodyHmac", Secret)]
    [InlineData(WebhookScheme.StandardWebhooks, "standardWebhooks", StandardSecret)]
    public void What_another_s_library_signed_is_genuine_and_anything_else_is_not(WebhookScheme scheme, string name, string secret)
    {
        foreach (var body in Bodies)
        {
            var headers = node.Sign(body)[name]!.AsObject().Select(header => (header.Key, Value: (string)header.Value!)).ToList();
            Assert.Equal(SignatureVerdict.Genuine, Verify(scheme, secret, headers, body));
            Assert.Equal(SignatureVerdict.Forged, Verify(scheme, secret, headers, body + " "));
            Assert.Equal(SignatureVerdict.Forged, Verify(scheme, scheme == WebhookScheme.StandardWebhooks ? "whsec_KyoqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio=" : "another of sixteen+", headers, body));
            foreach (var (header, value) in headers.Where(header => header.Key.EndsWith("ignature", StringComparison.Ordinal)))
            {
                var broken = headers.Select(one => one.Key == header ? (header, value[..^5] + (value[^5] == 'a' ? 'b' : 'a') + value[^4..]) : one).ToList();
                Assert.Equal(SignatureVerdict.Forged, Verify(scheme, secret, broken, body));
            }
        }
    }

    private static SignatureVerdict Verify(WebhookScheme scheme, string secret, IReadOnlyList<(string Name, string Value)> headers, string body) =>
        WebhookSchemes.Make(new WebhookConfiguration { Scheme = scheme, Secrets = [new("${ENV:S}", secret)] }, new FakeTimeProvider(Records.Noon.ToDateTimeOffset()))
            .Verify(new HeaderDictionary(headers.ToDictionary(header => header.Name, header => new Microsoft.Extensions.Primitives.StringValues(header.Value))), Encoding.UTF8.GetBytes(body), out _);

    /// <summary>The libraries, installed once into a temporary folder.</summary>
    public sealed class Node : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("tgcrm-node-").FullName;
        private readonly Lazy<bool> isInstalled;

        public Node() => isInstalled = new(Install);

        public JsonNode Sign(string body)
        {
            Skip.IfNot(isInstalled.Value, "node and npm are not installed here, or npm could not fetch the libraries");
            return JsonNode.Parse(Run("node", JsonSerializer.Serialize(new { secret = Secret, standardSecret = StandardSecret, id = "msg_1", second = Records.Noon.ToUnixTimeSeconds(), body }), "sign.js"))!;
        }

        public void Dispose() => Directory.Delete(folder, recursive: true);

        private bool Install()
        {
            foreach (var file in (string[])["package.json", "sign.js"])
                File.Copy(Path.Combine(AppContext.BaseDirectory, "Inbox", "Senders", file), Path.Combine(folder, file));
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
}
