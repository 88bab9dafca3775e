using System.Diagnostics;
using System.Text.RegularExpressions;
using TelegramCrm.Cli;

namespace TelegramCrm.Acceptance.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly Tgcrm tgcrm = new();

    public void Dispose() => tgcrm.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("init", "--help")]
    public async Task Help_ends_well_and_lists_the_common_options(params string[] arguments)
    {
        var ended = await tgcrm.RunAsync(arguments);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        foreach (var option in new[] { "--config", "--data", "--json", "--verbose", "--quiet", "--no-color" }) Assert.Contains(option, ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_the_program_s_own()
    {
        var ended = await tgcrm.RunAsync("--version");
        Assert.Equal(0, ended.ExitCode);
        Assert.Matches(@"^tgcrm [0-9]+\.[0-9]+\.[0-9]+", ended.Output);
    }

    [Fact]
    public async Task No_command_at_all_shows_the_help_and_is_wrong_usage()
    {
        var ended = await tgcrm.RunAsync();
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("Commands:", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tgcrm: there is no command \"chekc\"; did you mean \"check\"?", "chekc", "--json")]
    [InlineData("tgcrm: a command is missing; known here: ", "--json")]
    [InlineData("tgcrm: Unrecognized command or argument '--bogus'.", "check", "--bogus")]
    [InlineData("tgcrm: --port goes from 0 to 65535.", "sandbox", "--port", "99999")]
    public async Task A_command_line_that_makes_no_sense_is_refused_on_stderr(string message, params string[] arguments)
    {
        var ended = await tgcrm.RunAsync(arguments);
        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.StartsWith(message, ended.Error, StringComparison.Ordinal);
        Assert.Contains("--help`", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_has_others_below_it_works_alone_and_misses_its_configuration_only()
    {
        var ended = await tgcrm.RunAsync("push", "--dry-run");
        Assert.Equal(3, ended.ExitCode);
        Assert.DoesNotContain("--help", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_built_program_answers_as_the_command_line_does()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "tgcrm.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [file, "check"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = tgcrm.Folder.FullName,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(3, process.ExitCode);
        Assert.StartsWith("failed  configuration: sync.config.json: there is no such file", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_from_outside_can_t_steer_the_terminal() => Assert.Equal("a [2Jb c", PlainText.Of("a\u001b[2Jb\rc"));

    [Fact]
    public async Task What_the_help_lists_are_commands_that_are_there()
    {
        var help = (await tgcrm.RunAsync("--help")).Output;
        var commands = Regex.Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..], "^  (?<name>[a-z]+)  ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["name"].Value).ToList();
        Assert.Contains("check", commands);
        foreach (var command in commands) Assert.Equal(0, (await tgcrm.RunAsync(command, "--help")).ExitCode);
    }
}
