using Microsoft.Playwright;

namespace TelegramCrm.Browser.Tests;

/// <summary>How a reader looks at a page.</summary>
/// <param name="Name">As it stands in a picture's name.</param>
/// <param name="Width">Of the window, in CSS pixels.</param>
/// <param name="Height">Of the window, in CSS pixels.</param>
/// <param name="Scheme">The theme the reader's system asks for.</param>
public sealed record View(string Name, int Width, int Height, ColorScheme Scheme)
{
    public static View Desktop { get; } = new("desktop-light", 1280, 900, ColorScheme.Light);

    public static View DesktopDark { get; } = new("desktop-dark", 1280, 900, ColorScheme.Dark);

    public static View Phone { get; } = new("phone-light", 390, 844, ColorScheme.Light);

    public static View PhoneDark { get; } = new("phone-dark", 390, 844, ColorScheme.Dark);

    public static IReadOnlyList<View> All { get; } = [Desktop, DesktopDark, Phone, PhoneDark];

    public static View Named(string name) => All.Single(view => view.Name == name);
}
