using TelegramCrm.Sync.Dashboard.Panels;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Site;

/// <summary>The whole page: a frame, and in it each panel as it is now. What has an id and <c>data-live</c> is replaced later.</summary>
internal static class BoardPage
{
    /// <summary>Changes with the program: a page that an older one wrote loads itself anew.</summary>
    public static string Version { get; } = typeof(BoardPage).Module.ModuleVersionId.ToString("N");

    public static Html Of(Picture picture, bool canLogOut) => Html.Of($"""
        {PageHead.Of(picture.Title, Html.Of($"""<script src="dashboard.js" defer></script><noscript><meta http-equiv="refresh" content="30"></noscript>"""))}
        <body data-version="{Version}">
        <header>
        <h1>Support desk</h1>
        <p id="connection" role="status" data-state="waiting">Connecting</p>
        <p id="{FreshnessLine.Id}" class="freshness" data-live>{Fragment(picture, FreshnessLine.Id)}</p>
        {(canLogOut ? Html.Of($"""<form method="post" action="logout"><button>Log out</button></form>""") : Html.None)}
        <p id="{StandingPanel.SpokenId}" class="spoken" aria-live="polite" data-live>{Fragment(picture, StandingPanel.SpokenId)}</p>
        </header>
        <main>
        {AllPanels.InOrder.Select(panel => Section(panel, picture))}
        </main>
        </body>
        </html>

        """);

    private static Html Section(Panel panel, Picture picture) => Html.Of($"""
        <section class="panel" data-panel="{panel.Id}" aria-labelledby="{panel.Id}-heading">
        <h2 id="{panel.Id}-heading">{panel.Heading}</h2>
        <div id="{panel.Id}" class="content" role="group" aria-labelledby="{panel.Id}-heading" tabindex="0" data-live>{Fragment(picture, panel.Id)}</div>
        </section>

        """);

    /// <summary>A fragment is markup that was escaped where it was made.</summary>
    private static Html Fragment(Picture picture, string id) => Html.Trusted(picture.Fragments[id]);
}
