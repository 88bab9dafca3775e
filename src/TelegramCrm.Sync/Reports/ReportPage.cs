using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Reports;

/// <summary>A page: what it is called and how its content is made from the rows of its queries.</summary>
/// <param name="Name">As in its file's name: <c>service-levels</c>. Its queries lie in the folder of that name with underscores.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Body">Makes the content.</param>
internal sealed record ReportPage(string Name, string Title, Func<PageContent, Html> Body)
{
    public string FileName => $"{Name}.html";

    /// <summary>The file beside the page that holds a table's rows.</summary>
    public string CsvOf(string table) => $"{Name}.{table.Replace('_', '-')}.csv";
}
