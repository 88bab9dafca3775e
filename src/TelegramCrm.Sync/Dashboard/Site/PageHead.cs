using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Site;

/// <summary>What every page of the site begins with.</summary>
internal static class PageHead
{
    public static Html Of(string title, Html more) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title}</title>
        <link rel="icon" href="dashboard.svg" type="image/svg+xml">
        <link rel="stylesheet" href="dashboard.css">
        {more}
        </head>
        """);
}
