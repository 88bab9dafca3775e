using System.CommandLine;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Cli.Commands;

/// <summary><c>--stream</c>: some of the streams; all of them when it is not given.</summary>
internal sealed class StreamOption
{
    /// <summary>Describes the option.</summary>
    public StreamOption() => Names.AcceptOnlyFromAmong([.. Streams.Listed.Select(stream => stream.Name)]);

    /// <summary>The option, for a command to add.</summary>
    public Option<string[]> Names { get; } = new("--stream") { Description = "Only this stream; may be given several times", HelpName = "S" };

    /// <summary>The streams that the command line names, in the order they are read.</summary>
    public IReadOnlyList<CrmStream> Read(ParseResult line) =>
        line.GetValue(Names) is { Length: > 0 } names ? [.. Streams.Listed.Where(stream => names.Contains(stream.Name))] : Streams.Listed;
}
