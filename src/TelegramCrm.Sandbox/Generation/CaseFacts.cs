using System.Globalization;
using System.Text;

namespace TelegramCrm.Sandbox.Generation;

/// <summary>The particulars of a case: the same order, amount or bot throughout its thread.</summary>
internal sealed class CaseFacts
{
    private static readonly string[] Cities = ["Berlin", "Madrid", "Dubai", "Riga", "Warsaw", "Leeds", "Hamburg", "Almaty", "Valencia", "Tbilisi", "Vienna", "Cairo"];
    private static readonly string[] Shops = ["rosen", "kaffeehaus", "tinyprints", "dari", "northwool", "velo", "pastelito", "kniga", "samovar", "ceramica", "lamp"];
    private readonly Dictionary<string, string> facts;

    public CaseFacts(Dice dice, DateTimeOffset at, Customer customer, long number)
    {
        var before = at.AddDays(-dice.Between(1, 9));
        var shop = dice.Pick(Shops);
        facts = new()
        {
            ["customer"] = customer.Name.Split(' ')[0],
            ["number"] = Text($"{number}"),
            ["order"] = Text($"LU-{dice.Between(20_000, 99_999)}"),
            ["invoice"] = Text($"INV-{at.Year}-{dice.Between(1000, 9999)}"),
            ["amount"] = Text($"{dice.Between(9, 480)}.{dice.Below(10)}0 €"),
            ["bot"] = $"@{shop}_shop_bot",
            ["email"] = $"info@{shop}.example",
            ["city"] = dice.Pick(Cities),
            ["date"] = before.ToString(customer.Language is "en" ? "d MMMM" : customer.Language is "de" or "ru" ? "dd.MM." : "dd/MM", CultureInfo.InvariantCulture),
            ["month"] = before.ToString("MM/yyyy", CultureInfo.InvariantCulture),
            ["request"] = Text($"rq_{dice.Between(0x100000, 0xffffff):x}"),
            ["sku"] = Text($"SKU-{dice.Between(100, 999)}{(char)('A' + dice.Below(6))}"),
            ["pin"] = Text($"{dice.Between(1000, 9999)}"),
            ["n"] = Text($"{dice.Between(10_000_000, 99_999_999)}"),
            ["n2"] = Text($"{dice.Between(12, 480)}"),
        };
    }

    public string this[string name] => facts[name];

    /// <summary>A phrase with its {placeholders} filled in.</summary>
    public string Fill(string phrase)
    {
        var open = phrase.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
            return phrase;
        var filled = new StringBuilder(phrase.Length + 40);
        var done = 0;
        for (; open >= 0; open = phrase.IndexOf('{', done))
        {
            var close = phrase.IndexOf('}', open);
            filled.Append(phrase, done, open - done).Append(facts[phrase[(open + 1)..close]]);
            done = close + 1;
        }
        return filled.Append(phrase, done, phrase.Length - done).ToString();
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
