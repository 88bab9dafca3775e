using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Site;

/// <summary>Asks for the token.</summary>
internal static class LoginPage
{
    /// <param name="trouble">What was wrong with the last one; null at first.</param>
    public static Html Of(string? trouble) => Html.Of($"""
        {PageHead.Of("Log in · Support desk", Html.None)}
        <body class="login">
        <main>
        <h1>Support desk</h1>
        <form method="post" action="login">
        <label for="token">Access token</label>
        <input id="token" name="token" type="password" autocomplete="current-password" required autofocus{Described(trouble)}>
        {(trouble is null ? Html.None : Html.Of($"""<p id="trouble" role="alert">{trouble}</p>"""))}
        <button>Show the dashboard</button>
        </form>
        <p class="note">It stands in the configuration of tgcrm as <code>dashboard.token</code>.</p>
        </main>
        </body>
        </html>

        """);

    private static Html Described(string? trouble) => trouble is null ? Html.None : Html.Of($""" aria-describedby="trouble" aria-invalid="true" """);
}
