namespace TelegramCrm.Sync.Configuration;

/// <summary>The bounds of a number or a duration, both included.</summary>
/// <param name="least">A number, or a duration as it is written in the file.</param>
/// <param name="most">As <paramref name="least"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WithinAttribute(object least, object most) : Attribute
{
    /// <summary>The least value allowed.</summary>
    public object Least { get; } = least;

    /// <summary>The greatest value allowed.</summary>
    public object Most { get; } = most;
}

/// <summary>What a text must look like.</summary>
/// <param name="pattern">A regular expression that .NET and JSON Schema both understand.</param>
/// <param name="meaning">The same in words: "a path that begins with /".</param>
/// <param name="example">A text that is allowed.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WrittenAttribute(string pattern, string meaning, string example) : Attribute
{
    /// <summary>The regular expression.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>What it means.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>A text that is allowed.</summary>
    public string Example { get; } = example;
}

/// <summary>The only texts allowed.</summary>
/// <param name="known">All of them.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOfAttribute(params string[] known) : Attribute
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<string> Known { get; } = known;
}

/// <summary>A path; a relative one is relative to the configuration file's folder, and is a full one in the record.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FilePathAttribute : Attribute;
