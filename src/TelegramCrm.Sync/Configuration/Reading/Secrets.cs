using System.Text.Json;
using System.Text.RegularExpressions;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>References to credentials: <c>${ENV:NAME}</c> and <c>${FILE:PATH}</c>. No message here repeats what stands in a secret's place.</summary>
internal static partial class Secrets
{
    /// <summary>What a reference looks like.</summary>
    public const string Pattern = @"^\$\{(?<kind>ENV|FILE):(?<name>[^}]+)\}$";

    /// <summary>What a key is called that must hold a secret, among the settings of a connector.</summary>
    public const string KeyPattern = "([Pp]assword|[Pp]assphrase|[Ss]ecret|[Tt]oken|[Aa]pi_?[Kk]ey)$";

    /// <summary>A reference to a secret.</summary>
    public static Shape Shape { get; } = new ScalarShape(JsonValueKind.String, "\"${ENV:NAME}\"", Resolve, new() { ["pattern"] = Pattern });

    /// <summary>Whether a setting of that name must be a reference.</summary>
    public static bool IsNamedBy(string key) => SecretKey().IsMatch(key);

    /// <summary>Whether a text is meant as a reference.</summary>
    public static bool IsReference(string text) => text.StartsWith("${", StringComparison.Ordinal);

    /// <summary>What a reference stands for.</summary>
    /// <exception cref="UnreadableTextException">It is no reference, or stands for nothing.</exception>
    public static Secret Resolve(string text, FileReading reading)
    {
        var match = Reference().Match(text);
        if (!match.Success) throw new UnreadableTextException("must not be written in plain", "put it into an environment variable or a file and write \"${ENV:NAME}\" or \"${FILE:PATH}\"");
        var name = match.Groups["name"].Value;
        return new Secret(text, match.Groups["kind"].Value == "ENV" ? FromEnvironment(name, reading) : FromFile(name, reading));
    }

    private static string FromEnvironment(string name, FileReading reading) => reading.Environment(name) switch
    {
        null => throw new UnreadableTextException($"the environment variable {name} is not set", $"set {name} before you start tgcrm"),
        var value when string.IsNullOrWhiteSpace(value) => throw new UnreadableTextException($"the environment variable {name} is empty", $"set {name} to the secret"),
        var value => value,
    };

    private static string FromFile(string name, FileReading reading)
    {
        var path = reading.FullPath(name);
        try
        {
            // Editors and `echo` end a file with a line break that is no part of the secret.
            var value = File.ReadAllText(path).TrimEnd('\r', '\n');
            return string.IsNullOrWhiteSpace(value) ? throw new UnreadableTextException($"the file {path} is empty", "write the secret into it") : value;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnreadableTextException($"there is no file {path}", "write the secret into it, readable by this user only");
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            throw new UnreadableTextException($"the file {path} can't be read", "let the user that runs tgcrm read it");
        }
    }

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(KeyPattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretKey();
}
