namespace TelegramCrm.Sandbox.Generation;

/// <summary>Someone who asks; the same number is always the same person.</summary>
/// <param name="Id">The customer's id.</param>
/// <param name="Name">As shown in Telegram.</param>
/// <param name="Username">Without @; null when there is none.</param>
/// <param name="Tier"><c>premium</c>, <c>standard</c> or <c>trial</c>.</param>
/// <param name="Language">A language of the phrase books.</param>
internal sealed record Customer(string Id, string Name, string? Username, string Tier, string Language)
{
    private static readonly (string Language, double Weight)[] Languages = [("en", 44), ("ru", 22), ("de", 15), ("es", 12), ("ar", 7)];

    private static readonly Dictionary<string, (string[] First, string[] Last)> Names = new()
    {
        ["en"] = (["James", "Olivia", "Noah", "Amelia", "Liam", "Chloe", "Aisha", "Ryan", "Priya", "Mei", "Connor", "Zoe"], ["Hughes", "Patel", "Walsh", "Bennett", "Okafor", "Reid", "Chen", "Murray", "Lawson", "Singh"]),
        ["de"] = (["Lukas", "Jana", "Felix", "Miriam", "Stefan", "Lena", "Jürgen", "Sabine", "Timo", "Käthe"], ["Hoffmann", "Schäfer", "Krüger", "Braun", "Winkler", "Lorenz", "Busch", "Maier"]),
        ["ru"] = (["Анна", "Сергей", "Мария", "Игорь", "Екатерина", "Павел", "Ольга", "Артём", "Юлия", "Роман"], ["К.", "Соколов", "Лебедев", "Новик", "Гусев", "Мельник", "Орлова", "Шевченко"]),
        ["es"] = (["Lucía", "Mateo", "Valentina", "Javier", "Camila", "Andrés", "Begoña", "Iván", "Noelia"], ["García", "Muñoz", "Ortega", "Ibáñez", "Rojas", "Peña", "Navarro"]),
        ["ar"] = (["أحمد", "فاطمة", "يوسف", "مريم", "خالد", "نور", "عمر", "سارة"], ["العلي", "حداد", "المصري", "الخطيب", "منصور", "درويش"]),
    };

    private static readonly string[] Nicknames = ["shop", "store", "boutique", "market", "official", "bakery", "flowers", "tech", "art"];

    public static Customer Of(int seed, int number)
    {
        var dice = new Dice(seed, "customer", number);
        var language = dice.Pick(Languages, entry => entry.Weight).Language;
        var (first, last) = Names[language];
        var name = $"{dice.Pick(first)} {dice.Pick(last)}";
        var tier = dice.Share() switch { < 0.15 => "premium", < 0.82 => "standard", _ => "trial" };
        var username = dice.Falls(0.7) ? $"{dice.Pick(Nicknames)}_{language}{number}" : null;
        return new Customer($"cus-{number:000000}", dice.Falls(0.06) ? $"{name} 🌸" : name, username, tier, language);
    }
}
