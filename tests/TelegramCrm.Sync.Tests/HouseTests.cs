using System.Text.RegularExpressions;
using System.Xml.Linq;
using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using TelegramCrm.Connectors;
using TelegramCrm.Sandbox;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace TelegramCrm.Sync.Tests;

/// <summary>How the house is built: who may use whom, and how large a file may be.</summary>
public sealed partial class HouseTests
{
    /// <summary>The floors from the ground up, in the order of the data flow. The root is the run itself, which uses every room below it.</summary>
    private static readonly string[][] Floors =
    [
        ["Configuration"],
        ["State", "Warehouse", "Crm"],
        ["Load"],
        ["Extract", "Inbox"],
        ["Clocks", "Transform"],
        ["Publish", "Reports", "Push", "Automation", "Alerts"],
        ["Propagation", "Dashboard"],
        [Root],
        ["Scheduling"],
    ];

    private const string Root = "";
    private const int MostLines = 300;

    private static readonly Architecture House = new ArchLoader()
        .LoadAssemblies(typeof(SyncRun).Assembly, typeof(IConnector).Assembly, typeof(SandboxServer).Assembly)
        .LoadAssembly(typeof(Flurl.Url).Assembly)
        .LoadAssembly(typeof(Flurl.Http.FlurlClient).Assembly)
        .Build();

    public static TheoryData<string> Rooms => [.. Floors.SelectMany(floor => floor)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_the_floors_below_it_and_no_neighbour(string room)
    {
        var own = Array.FindIndex(Floors, floor => floor.Contains(room));
        foreach (var other in Floors[own..].SelectMany(floor => floor).Where(other => other != room))
            Check(Types().That().ResideInNamespaceMatching(In(room)).Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(In(other))));
    }

    [Fact]
    public void Every_room_has_its_floor() => Assert.Equal(
        Directory.EnumerateDirectories(PathOf("src/TelegramCrm.Sync")).Select(folder => Path.GetFileName(folder)).Where(name => name is not ("bin" or "obj")).Order(StringComparer.Ordinal),
        Floors.SelectMany(floor => floor).Where(room => room != Root).Order(StringComparer.Ordinal));

    [Fact]
    public void Only_the_client_knows_its_HTTP_library() => Check(Types().That().ResideInAssembly(typeof(SyncRun).Assembly).And().DoNotResideInNamespaceMatching(In("Crm"))
        .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching("^Flurl")));

    [Theory]
    [InlineData("src/TelegramCrm.Connectors")]
    [InlineData("src/TelegramCrm.Sandbox")]
    [InlineData("src/TelegramCrm.Sync", "TelegramCrm.Connectors")]
    public void A_project_depends_on_nothing_else_of_ours(string project, params string[] allowed) => Assert.Equal(allowed, ReferencesOf(PathOf(project)));

    [Fact]
    public void A_connector_knows_the_contract_and_nothing_else_of_ours()
    {
        var connectors = Directory.GetDirectories(PathOf("connectors"));
        Assert.NotEmpty(connectors);
        Assert.All(connectors, connector => Assert.Equal(["TelegramCrm.Connectors"], ReferencesOf(connector)));
    }

    [Fact]
    public void Most_files_are_short_and_none_is_long()
    {
        var lengths = Sources("src", "connectors", "tests", "benchmarks").ToDictionary(file => file, file => File.ReadLines(file).Count());
        Assert.DoesNotContain(lengths, file => file.Value > MostLines);
        var products = Sources("src", "connectors").Select(file => lengths[file]).ToList();
        Assert.InRange(products.Count(lines => lines < 60), products.Count / 2, products.Count);
        Assert.InRange(products.Count(lines => lines < 150), products.Count * 9 / 10, products.Count);
    }

    /// <summary>Small values that are read together may share a file, or stand beside what makes them: records, enums, structs, attributes.</summary>
    [Fact]
    public void A_public_class_or_interface_has_a_file_of_its_name() => Assert.All(Sources("src", "connectors"), file =>
    {
        var types = PublicType().Matches(File.ReadAllText(file)).Where(type => !type.Groups["name"].Value.EndsWith("Attribute", StringComparison.Ordinal)).ToList();
        if (types.Count > 0) Assert.Equal([Path.GetFileNameWithoutExtension(file)], types.Select(type => type.Groups["name"].Value));
    });

    private static void Check(IArchRule rule) => rule.Check(House);

    private static string In(string room) => room == Root ? @"^TelegramCrm\.Sync$" : $@"^TelegramCrm\.Sync\.{room}(\.|$)";

    internal static string PathOf(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TelegramCrm.Sync.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, path);
    }

    private static IEnumerable<string> Sources(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories))
        .Where(file => !Built().IsMatch(file));

    private static IEnumerable<string> ReferencesOf(string folder) => XDocument.Load(Directory.GetFiles(folder, "*.csproj").Single())
        .Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));

    [GeneratedRegex(@"^public (?:(?:sealed|static|abstract|partial) )*(?:class|interface) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PublicType();

    [GeneratedRegex("/(bin|obj)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Built();
}
