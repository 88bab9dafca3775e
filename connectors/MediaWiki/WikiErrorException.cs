namespace TelegramCrm.Connectors.MediaWiki;

/// <summary>What the wiki says against a request, in its own words.</summary>
/// <param name="code">The wiki's name for it, as <c>protectedpage</c>.</param>
/// <param name="words">What it tells a person about it.</param>
internal sealed class WikiErrorException(string code, string words) : Exception($"the wiki says {code}: {words}")
{
    // Codes of the action API's own and of extensions that guard edits; some come with an ending that says more.
    private static readonly string[] Refusals =
    [
        "protected", "cascadeprotected", "permissiondenied", "cantcreate", "blocked", "invalidtitle", "contenttoobig", "no-direct-editing", "badtags", "hookaborted",
        "abusefilter-", "spam", "titleblacklist-", "customcssprotected", "customjsprotected", "texthidden",
    ];

    private static readonly string[] Strangers = ["badtoken", "assertuserfailed", "assertbotfailed", "assertnameduserfailed", "notloggedin", "readapidenied"];

    private static readonly string[] Gone = ["missingtitle", "nosuchpageid", "pagedeleted"];

    public string Code { get; } = code;

    public string Words { get; } = words;

    /// <summary>Whether the same edit would be refused again.</summary>
    public bool IsRefusal => Refusals.Any(refusal => Code.StartsWith(refusal, StringComparison.Ordinal));

    /// <summary>Whether the wiki no longer knows us: a new login helps.</summary>
    public bool IsStranger => Strangers.Contains(Code);

    /// <summary>Whether the page is not there any more.</summary>
    public bool IsGone => Gone.Contains(Code);

    /// <summary>Whether somebody else saved the same lines first.</summary>
    public bool IsConflict => Code == "editconflict";

    public RecordRefusedException ToRefusal(ExternalKey key) => new(key, Words, Code switch
    {
        "contenttoobig" => "give fewer rows in the model: the wiki has a limit for the length of a page",
        "invalidtitle" => "change the external key in the model, or pagePrefix in the settings, to what the wiki takes as a title",
        "badtags" => "name a tag in changeTag that Special:Tags lists, and give this user the right to apply it",
        _ => "let this user edit the page, or leave it out of the model; then retry",
    })
    {
        Field = Code == "contenttoobig" ? "rows" : null,
    };
}
