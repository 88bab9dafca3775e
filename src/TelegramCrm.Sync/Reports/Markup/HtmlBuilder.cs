using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>What <c>Html.Of($"…")</c> is compiled to: literal parts are kept, values are escaped.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlBuilder
{
    private readonly StringBuilder text;

    public HtmlBuilder(int literalLength, int formattedCount) => text = new StringBuilder(literalLength + (formattedCount * 16));

    public void AppendLiteral(string markup) => text.Append(markup);

    public void AppendFormatted(Html markup) => text.Append(markup.ToString());

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (var part in parts)
            text.Append(part.ToString());
    }

    public void AppendFormatted(long number) => text.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A coordinate: two decimals are finer than any screen.</summary>
    public void AppendFormatted(double number) => text.Append(number.ToString("0.##", CultureInfo.InvariantCulture));

    public void AppendFormatted(string? value)
    {
        foreach (var character in value ?? "")
        {
            switch (character)
            {
                case '&': text.Append("&amp;"); break;
                case '<': text.Append("&lt;"); break;
                case '>': text.Append("&gt;"); break;
                case '"': text.Append("&quot;"); break;
                case '\'': text.Append("&#39;"); break;
                case '\0': text.Append('\uFFFD'); break; // HTML knows no such character, not even escaped
                default: text.Append(character); break;
            }
        }
    }

    public override string ToString() => text.ToString();
}
