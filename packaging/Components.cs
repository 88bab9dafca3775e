// Writes sbom.cdx.json (CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json/) and THIRD-PARTY-NOTICES.md: every package that tgcrm is made of, with version, licence and
// checksum, from what restoring wrote down and the packages themselves. Run after a restore: dotnet run packaging/Components.cs -- FOLDER
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using TelegramCrm.Packaging;

var folder = args is [var given] ? given : throw new ArgumentException("say into which folder to write", nameof(args));
var assets = JsonNode.Parse(File.ReadAllText("src/TelegramCrm.Cli/obj/project.assets.json"))!.AsObject();
var homes = assets["packageFolders"]!.AsObject().Select(home => home.Key).ToList();
var version = XDocument.Load("Directory.Build.props").Descendants("Version").Single().Value;
var shipped = assets["targets"]!.AsObject().SelectMany(target => target.Value!.AsObject())
    .Where(library => ((string[])["runtime", "native", "runtimeTargets"]).Any(kind => library.Value![kind] is not null)).Select(library => library.Key).ToHashSet(StringComparer.Ordinal); // not what only builds
var components = new List<Component>();
foreach (var (name, library) in assets["libraries"]!.AsObject().OrderBy(library => library.Key, StringComparer.OrdinalIgnoreCase))
{
    if ((string?)library!["type"] == "package" && shipped.Contains(name))
        components.Add(Component.Read(name.Split('/')[0], name.Split('/')[1], homes.Select(home => Path.Combine(home, (string)library["path"]!)).First(Directory.Exists)));
}

Directory.CreateDirectory(folder);
var sbom = new JsonObject
{
    ["bomFormat"] = "CycloneDX",
    ["specVersion"] = "1.6",
    ["version"] = 1,
    ["metadata"] = new JsonObject { ["component"] = new JsonObject { ["type"] = "application", ["name"] = "tgcrm", ["version"] = version } },
    ["components"] = new JsonArray([.. components.Select(component => component.ToJson())]),
};
File.WriteAllText(Path.Combine(folder, "sbom.cdx.json"), sbom.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
File.WriteAllLines(Path.Combine(folder, "THIRD-PARTY-NOTICES.md"),
[
    "# What tgcrm is made of", "", "Besides its own code, and .NET itself (MIT, https://github.com/dotnet/runtime), `tgcrm` contains these packages.", "",
    "| package | version | licence | copyright |", "| --- | --- | --- | --- |",
    .. components.Select(component => $"| {component.Name} | {component.Version} | {component.Licence} | {component.Copyright} |"),
    .. components.Where(component => component.LicenceText is not null).SelectMany(component => (string[])["", $"## {component.Name}", "", "```", component.LicenceText!.Trim(), "```"]),
]);
Console.WriteLine($"{components.Count} packages in {folder}/sbom.cdx.json and {folder}/THIRD-PARTY-NOTICES.md");

namespace TelegramCrm.Packaging
{
    /// <summary>A package as its own description has it.</summary>
    internal sealed record Component(string Name, string Version, string Licence, string? LicenceText, string Copyright, string Checksum)
    {
        public static Component Read(string name, string version, string folder)
        {
            var description = XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single()).Root!;
            string? Of(string element) => description.Descendants().FirstOrDefault(node => node.Name.LocalName == element)?.Value.ReplaceLineEndings(" ").Trim();
            var licence = description.Descendants().FirstOrDefault(node => node.Name.LocalName == "license");
            var file = licence?.Attribute("type")?.Value == "file" ? Path.Combine(folder, licence.Value.Replace('\\', Path.DirectorySeparatorChar)) : null;
            return new Component(
                name, version, file is null ? licence?.Value ?? Of("licenseUrl") ?? "not stated" : "see below", file is not null && File.Exists(file) ? File.ReadAllText(file) : null,
                Of("copyright") ?? Of("authors") ?? "", Convert.ToHexStringLower(Convert.FromBase64String(File.ReadAllText(Directory.EnumerateFiles(folder, "*.nupkg.sha512").Single()))));
        }

        public JsonObject ToJson()
        {
            var isSpdx = LicenceText is null && Licence.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.');
            var licence = new JsonObject { ["license"] = isSpdx ? new JsonObject { ["id"] = Licence } : new JsonObject { ["name"] = LicenceText is null ? Licence : $"licence of {Name}" } };
            var component = new JsonObject
            {
                ["type"] = "library",
                ["name"] = Name,
                ["version"] = Version,
                ["purl"] = $"pkg:nuget/{Name}@{Version}",
                ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Checksum }),
                ["licenses"] = new JsonArray(licence),
            };
            if (Copyright.Length > 0)
                component["copyright"] = Copyright;
            return component;
        }
    }
}
