using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Configuration;

/// <summary>A configuration file in a folder of its own, and the environment it is read in.</summary>
internal sealed class ConfigurationText : IDisposable
{
    public const string Plain = "hunter2-hunter2-hunter2";

    public const string Source = """
        "source": { "baseUrl": "https://crm.example.com/api/v1", "apiKey": "${ENV:KEY}", "secretToken": "${ENV:TOKEN}" }
        """;

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("tgcrm-configuration-");

    public Dictionary<string, string> Variables { get; } = new() { ["KEY"] = "the-key", ["TOKEN"] = "the-token", ["HOOK"] = "0123456789abcdef", ["EMPTY"] = " " };

    /// <summary>Loads a file that holds a valid source and these sections.</summary>
    public ConfigurationFile LoadWith(string sections) => Load($"{{ {Source},\n{sections} }}");

    public ConfigurationFile Load(string json) => Load(System.Text.Encoding.UTF8.GetBytes(json));

    public ConfigurationFile Load(byte[] json)
    {
        var path = Path.Combine(Folder.FullName, "sync.config.json");
        File.WriteAllBytes(path, json);
        return ConfigurationFile.Load(path, Variables.GetValueOrDefault);
    }

    /// <summary>The one problem of a file that holds a valid source and these sections, as <c>path: what; remedy</c>.</summary>
    public string ProblemWith(string sections) => Only(LoadWith(sections));

    public static string Only(ConfigurationFile file)
    {
        Assert.Null(file.Configuration);
        var problem = Assert.Single(file.Problems);
        return $"{problem.Path}: {problem.What}; {problem.Remedy}";
    }

    public void Dispose() => Folder.Delete(recursive: true);
}
