using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>What the documentation comments say about keys.</summary>
/// <param name="documentation">The XML documentation file of this assembly.</param>
internal sealed partial class SchemaWords(XDocument documentation)
{
    private readonly Dictionary<string, XElement> members = documentation.Descendants("member").ToDictionary(member => (string)member.Attribute("name")!);

    /// <summary>A property's summary, or what is said of the constructor's parameter of that name.</summary>
    public string Of(PropertyInfo property)
    {
        var owner = property.DeclaringType!.FullName;
        var words = members.GetValueOrDefault($"P:{owner}.{property.Name}")?.Element("summary")
            ?? members[$"T:{owner}"].Elements("param").Single(parameter => (string?)parameter.Attribute("name") == property.Name);
        return Spaces().Replace(string.Concat(words.Nodes().Select(Plain)), " ").Trim();
    }

    private static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => Name(((string)see.Attribute("cref")!).Split('.')[^1]),
        XElement { Name.LocalName: "paramref" } parameter => Name((string)parameter.Attribute("name")!),
        XElement element => element.Value,
        _ => "",
    };

    private static string Name(string property) => RecordKey.NameOf(property);

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
