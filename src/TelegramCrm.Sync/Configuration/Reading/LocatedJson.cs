using System.Text.Json;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>A JSON value that knows where it stands in the file.</summary>
/// <param name="Path">Such as <c>calendars.berlin.weekly.mon[1]</c>; empty for the root.</param>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A string's characters, or a number as written; empty otherwise.</param>
/// <param name="Members">An object's members or an array's items, in order; the items have no name.</param>
internal sealed record LocatedJson(string Path, int Line, JsonValueKind Kind, string Text, IReadOnlyList<(string Name, LocatedJson Value)> Members)
{
    /// <summary>For what concerns the file as a whole.</summary>
    public static LocatedJson Nowhere { get; } = new("", 0, JsonValueKind.Undefined, "", []);

    /// <summary>The member of that name, if this is an object that has it.</summary>
    public LocatedJson? this[string name] => Members.FirstOrDefault(member => member.Name == name).Value;

    /// <summary>What a member of that name is called from the root on.</summary>
    public string PathOf(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    /// <summary>An object without members in the place of one that was left out.</summary>
    public LocatedJson Empty(string name) => new(PathOf(name), Line, JsonValueKind.Object, "", []);

    /// <summary>The value at a path, or where it would have to be added.</summary>
    public LocatedJson Find(string path)
    {
        if (path == Path) return this;
        var next = Members.FirstOrDefault(member => path == member.Value.Path || path.StartsWith(member.Value.Path + '.', StringComparison.Ordinal)
            || path.StartsWith(member.Value.Path + '[', StringComparison.Ordinal)).Value;
        return next is null ? this with { Path = path } : next.Find(path);
    }
}
