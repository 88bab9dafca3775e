using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace TelegramCrm.Acceptance.Tests;

/// <summary>What packaging/ gives out is accepted by those who read it.</summary>
public sealed class PackagingTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tgcrm-packaging-");

    [SkippableFact]
    public async Task The_systemd_unit_is_valid_and_gives_the_service_no_more_than_it_needs()
    {
        Skip.IfNot(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze is not installed here; on Debian: apt-get install systemd");
        var unit = await File.ReadAllTextAsync(Path.Combine(Repository(), "packaging", "tgcrm.service"));
        var here = Path.Combine(folder.FullName, "tgcrm.service");
        await File.WriteAllTextAsync(here, unit.Replace("ExecStart=/opt/tgcrm/tgcrm", "ExecStart=/bin/true", StringComparison.Ordinal));

        var (status, told) = await RunAsync("systemd-analyze", "verify", here);
        Assert.DoesNotContain("tgcrm.service", told, StringComparison.Ordinal); // it also speaks of other units of the machine
        Assert.Equal(0, status);
        (status, told) = await RunAsync("systemd-analyze", "security", "--offline=yes", "--threshold=20", here);
        Assert.True(status == 0, told);
    }

    [Theory]
    [InlineData("tgcrm.service")]
    [InlineData("Containerfile")]
    public async Task What_it_starts_is_a_command_with_options_that_tgcrm_has(string file)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository(), "packaging", file));
        var (command, used) = ("serve", new[] { "--config", "--data" });
        Assert.All([command, .. used], word => Assert.Contains(word, text, StringComparison.Ordinal));
        using var tgcrm = new Tgcrm();
        var help = await tgcrm.RunAsync(command, "--help");
        Assert.All(used, option => Assert.Contains(option, help.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_of_components_has_every_package_with_its_version_licence_and_checksum()
    {
        var (status, told) = await RunAsync("dotnet", "run", "packaging/Components.cs", "--", folder.FullName);
        Assert.True(status == 0, told);
        var components = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "sbom.cdx.json")))!["components"]!.AsArray();
        var versions = XDocument.Load(Path.Combine(Repository(), "Directory.Packages.props")).Descendants("PackageVersion").ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
        Assert.All((string[])["DuckDB.NET.Data.Full", "Quartz", "Polly", "Parquet.Net", "Flurl.Http", "Npgsql"], name =>
            Assert.Equal(versions[name], (string?)Assert.Single(components, component => (string?)component!["name"] == name)!["version"]));
        Assert.All(components, component =>
        {
            Assert.Equal(128, ((string)component!["hashes"]![0]!["content"]!).Length);
            var licence = component["licenses"]![0]!["license"]!;
            Assert.NotEqual("not stated", (string?)(licence["id"] ?? licence["name"]));
        });
        Assert.DoesNotContain(components, component => ((string)component!["name"]!).Contains("Analyzer", StringComparison.Ordinal)); // it only builds
        Assert.Contains("| Quartz |", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "THIRD-PARTY-NOTICES.md")), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task<(int Status, string Told)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Repository(), UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    private static string Repository([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
