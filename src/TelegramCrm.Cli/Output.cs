using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace TelegramCrm.Cli;

/// <summary>Where a command's results go: lines and tables for people, or one JSON document with <c>--json</c>.</summary>
internal sealed class Output
{
    private const int WidthWithoutTerminal = 200;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Shell shell;
    private readonly bool isVerbose;
    private readonly bool showsProgress;

    /// <summary>Follows the common options and NO_COLOR.</summary>
    public Output(Shell shell, ParseResult line)
    {
        this.shell = shell;
        isVerbose = line.GetValue(CommonOptions.Verbose);
        IsJson = line.GetValue(CommonOptions.Json);
        showsProgress = !IsJson && !line.GetValue(CommonOptions.Quiet);
        var isColoured = shell.IsTerminal && !line.GetValue(CommonOptions.NoColor) && string.IsNullOrEmpty(shell.Environment("NO_COLOR"));
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = shell.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isColoured ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = shell.IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(IsJson ? TextWriter.Null : shell.Out),
        });
        if (!shell.IsTerminal) Console.Profile.Width = WidthWithoutTerminal;
    }

    /// <summary>Whether <see cref="Document"/> is what is wanted; what is for people then goes nowhere.</summary>
    public bool IsJson { get; }

    /// <summary>For tables, charts and colours; plain text when it is no terminal, nowhere with <c>--json</c>.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>A line for people.</summary>
    public void Line(string text = "")
    {
        if (!IsJson) shell.Out.WriteLine(PlainText.Of(text));
    }

    /// <summary>A line that says of one thing whether it is well.</summary>
    public void Verdict(bool isWell, string name, string detail)
    {
        Console.Markup(isWell ? "[green]ok    [/]" : "[red]failed[/]");
        Line($"  {name}: {detail}");
    }

    /// <summary>A line that says of one thing what is odd about it, although it works.</summary>
    public void Warning(string name, string detail)
    {
        Console.Markup("[yellow]warn  [/]");
        Line($"  {name}: {detail}");
    }

    /// <summary>The one JSON document, when it is wanted.</summary>
    public void Document(object document)
    {
        if (IsJson) shell.Out.WriteLine(JsonSerializer.Serialize(document, Json));
    }

    /// <summary>Does something that takes a while: on a terminal with a moving line, elsewhere with a plain line for each step it names.</summary>
    /// <param name="doing">What is done first.</param>
    /// <param name="workAsync">The work; it is given a way to say what it does next.</param>
    public async Task<T> WhileAsync<T>(string doing, Func<Action<string>, Task<T>> workAsync)
    {
        if (!showsProgress) return await workAsync(_ => { });
        if (shell.IsTerminal)
            return await Console.Status().StartAsync(Moving(doing), status => workAsync(step => status.Status(Moving(step))));
        return await workAsync(Line);

        static string Moving(string step) => PlainText.Of(step).EscapeMarkup();
    }

    /// <summary>Says what failed, on stderr and, with <c>--json</c>, in the document.</summary>
    public ExitCode Fail(Exception exception, CancellationToken cancellationToken)
    {
        var failure = Failure.Of(exception, cancellationToken);
        foreach (var message in failure.Messages) shell.Error.WriteLine($"tgcrm: {PlainText.Of(message)}");
        if (isVerbose) shell.Error.WriteLine(exception);
        Document(new { error = new { exitCode = (int)failure.ExitCode, messages = failure.Messages } });
        return failure.ExitCode;
    }
}
