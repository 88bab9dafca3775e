using System.CommandLine;
using TelegramCrm.Sync.Configuration.Reading;

namespace TelegramCrm.Cli;

/// <summary>What is wrong with a command line, in words.</summary>
internal static class WrongUsage
{
    /// <summary>Whether the line can't be run. A command such as <c>push</c> does its work alone, too: that none of those below it is named is no mistake.</summary>
    public static bool IsWrong(ParseResult line) => line.CommandResult.Command is TgcrmCommand { Subcommands.Count: > 0 } && line.UnmatchedTokens.Count == 0
        ? line.Errors.Any(error => error.SymbolResult is not System.CommandLine.Parsing.CommandResult)
        : line.Errors.Count > 0;

    /// <summary>A sentence for each thing that is wrong, and last where to look things up.</summary>
    public static IEnumerable<string> Of(ParseResult line)
    {
        var command = line.CommandResult.Command;
        var commands = command.Subcommands.Select(known => known.Name).ToList();
        // Without its command the rest of the line can't be understood either, and only the first word is worth a remark.
        if (commands.Count > 0 && (command is not TgcrmCommand || line.UnmatchedTokens.Count > 0))
            yield return line.UnmatchedTokens is [var unknown, ..]
                ? $"there is no command \"{unknown}\"; {NearestText.Remedy(unknown, commands)}"
                : $"a command is missing; known here: {string.Join(", ", commands)}";
        else
            foreach (var error in line.Errors) yield return error.Message;
        yield return command is RootCommand ? "`tgcrm --help` shows all commands" : $"`tgcrm {PathOf(line.CommandResult)} --help` shows what is possible";
    }

    private static string PathOf(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } parent ? $"{PathOf(parent)} {result.Command.Name}" : result.Command.Name;
}
