using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>Where approved responses come from, and how they are kept in the CRM as templates.</summary>
public sealed record TemplateConfiguration
{
    /// <summary>Where the approved responses stand: one of its keys.</summary>
    public required TemplateSource Source { get; init; }

    /// <summary>What is done with a template that somebody edited or deleted in the CRM since it was last written.</summary>
    public TemplateConflict OnConflict { get; init; } = TemplateConflict.Keep;

    /// <summary>When the source is read and the CRM brought up to it.</summary>
    public Schedule Schedule { get; init; } = Schedule.Parse("every 15m");

    /// <summary>The language of a response that names none, as a BCP 47 tag.</summary>
    [Written("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "a language tag", "en")]
    public string Locale { get; init; } = "en";

    /// <summary>The largest share of our templates that one run may delete, rounded up to whole ones; with more to delete, none is. With 0 nothing is ever deleted.</summary>
    [Within(0.0, 1.0)]
    public double MaxRemovedShare { get; init; } = 0.1;

    /// <summary>The longest title, in UTF-16 code units; a response with a longer one is reported and not sent.</summary>
    [Within(1, 100_000)]
    public int MaxTitleLength { get; init; } = 255;

    /// <summary>The longest text, in UTF-16 code units. Telegram takes 4096 in a message.</summary>
    [Within(1, 1_000_000)]
    public int MaxBodyLength { get; init; } = 4096;

    /// <summary>How long one request waits for a CRM that is away, before the next run tries again.</summary>
    [Within("0s", "10m")]
    public Duration RequestPatience { get; init; } = Duration.FromSeconds(30);
}

/// <summary>What is done with a template that somebody edited or deleted in the CRM.</summary>
public enum TemplateConflict
{
    /// <summary>It is left as it is, and reported until the two agree again.</summary>
    Keep,

    /// <summary>The approved response is written over it.</summary>
    Overwrite,
}

/// <summary>Where approved responses stand.</summary>
public sealed record TemplateSource
{
    /// <summary>A folder of Markdown files with front matter, its subfolders included.</summary>
    [FilePath]
    public string? Folder { get; init; }

    /// <summary>A category of a knowledge base.</summary>
    public TemplateCategory? Category { get; init; }

    /// <summary>A list in JSON that is fetched over HTTP.</summary>
    public TemplateList? List { get; init; }
}

/// <summary>A category of a knowledge base, each page an approved response.</summary>
public sealed record TemplateCategory
{
    /// <summary>The name of a connector that can list pages: <c>mediawiki</c> can.</summary>
    public required string Connector { get; init; }

    /// <summary>The category's name, without <c>Category:</c>.</summary>
    public required string Name { get; init; }
}

/// <summary>A list in JSON over HTTP, and where in it approved responses stand. Places are JSON pointers (RFC 6901): <c>/data/items</c>.</summary>
public sealed record TemplateList
{
    /// <summary>Its address.</summary>
    public required Uri Url { get; init; }

    /// <summary>Allows http:// to another machine.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>Sent as <c>Authorization: Bearer</c>; without it no credentials are sent.</summary>
    public Secret? Token { get; init; }

    /// <summary>Where the array is; without it, the answer itself is the array.</summary>
    [Written("^/", "a JSON pointer", "/data")]
    public string? Items { get; init; }

    /// <summary>Where the address of the next page is; without it, there is one page. The list ends where it is missing, null or empty.</summary>
    [Written("^/", "a JSON pointer", "/next")]
    public string? NextPage { get; init; }

    /// <summary>Where the fields are in each item.</summary>
    public TemplateFields Fields { get; init; } = new();
}

/// <summary>Where the fields of an approved response are in an item, as JSON pointers.</summary>
public sealed record TemplateFields
{
    /// <summary>What it is called for good: a text or a number.</summary>
    [Written("^/", "a JSON pointer", "/id")]
    public string ExternalId { get; init; } = "/id";

    /// <summary>Its title.</summary>
    [Written("^/", "a JSON pointer", "/title")]
    public string Title { get; init; } = "/title";

    /// <summary>Its text.</summary>
    [Written("^/", "a JSON pointer", "/body")]
    public string Body { get; init; } = "/body";

    /// <summary>Its language.</summary>
    [Written("^/", "a JSON pointer", "/language")]
    public string Language { get; init; } = "/language";

    /// <summary>Its tags: an array of texts.</summary>
    [Written("^/", "a JSON pointer", "/tags")]
    public string Tags { get; init; } = "/tags";

    /// <summary>The article of the knowledge base that it sums up.</summary>
    [Written("^/", "a JSON pointer", "/article_id")]
    public string ArticleId { get; init; } = "/article_id";
}
