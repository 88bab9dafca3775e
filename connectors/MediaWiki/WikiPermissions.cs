using System.Text.Json;

namespace TelegramCrm.Connectors.MediaWiki;

/// <summary>What the wiki would let us do, by its own account.</summary>
internal sealed class WikiPermissions(MediaWikiSettings settings, WikiApi wiki)
{
    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        var title = $"{settings.PagePrefix}Permission check"; // never made
        var answer = (await wiki.AskAsync(
        [
            ("action", "query"), ("meta", "siteinfo|userinfo"), ("list", "tags"), ("tgprop", "active"), ("tglimit", "max"),
            ("prop", "info"), ("titles", $"\u001f{title}"), ("intestactions", "edit|create"), ("uiprop", "rights"),
        ], cancellationToken)).GetProperty("query");
        var page = answer.GetProperty("pages")[0];
        var site = $"{answer.GetProperty("general").GetProperty("sitename")} ({answer.GetProperty("general").GetProperty("generator")})";
        if (!page.TryGetProperty("actions", out var actions))
            return CheckResult.NotReady($"{site}: \"{title}\" can't be a title; change pagePrefix");
        if (!Allows(actions, "edit") || !Allows(actions, "create"))
            return CheckResult.NotReady($"{site}: {settings.User} may not make and edit pages {settings.PagePrefix}…; grant that to the user and to its bot password");
        if (settings.ChangeTag is { } tag && !answer.GetProperty("tags").EnumerateArray().Any(one => one.GetProperty("name").GetString() == tag && Allows(one, "active")))
            return CheckResult.NotReady($"{site}: there is no active tag {tag}; make it on Special:Tags, or leave changeTag out");
        return CheckResult.Ready($"{site} lets {settings.User} make and edit pages {settings.PagePrefix}…");
    }

    private static bool Allows(JsonElement actions, string name) => actions.TryGetProperty(name, out var allowed) && allowed.ValueKind == JsonValueKind.True;
}
