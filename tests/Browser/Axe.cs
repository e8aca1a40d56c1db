using System.Text.Json;
using Microsoft.Playwright;

namespace Tipstaff.Tests.Browser;

/// <summary>Looks at a page as those need it who do not see it, or see it little: axe-core, at a phone's and a desk's width, light and dark.</summary>
internal static class Axe
{
    public const int Desk = 1280;
    public const int Phone = 320;

    private static readonly string Script = Path.Combine(Support.Repository.Root, "tests", "Browser", "node_modules", "axe-core", "axe.min.js");

    /// <summary>Skips the test that asks where axe-core is missing, saying so.</summary>
    public static void Require() => Assert.SkipUnless(File.Exists(Script), "No axe-core: npm ci --prefix tests/Browser installs it.");

    /// <summary>Looks at the page as it stands, keeps a picture of each look, and fails where something is wrong with it.</summary>
    public static async Task CheckAsync(IPage page, string name)
    {
        var wrong = new List<string>();
        await page.EvaluateAsync(await File.ReadAllTextAsync(Script));
        foreach (var (width, scheme) in (IEnumerable<(int, ColorScheme)>)
            [(Phone, ColorScheme.Light), (Phone, ColorScheme.Dark), (Desk, ColorScheme.Dark), (Desk, ColorScheme.Light)])
        {
            await page.SetViewportSizeAsync(width, 844);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var look = $"{name}-{(width == Phone ? "phone" : "desk")}-{(scheme is ColorScheme.Dark ? "dark" : "light")}";
            await Chromium.KeepAsync(page, look);

            // A mail in its frame is a page of its own.
            var found = await page.EvaluateAsync<JsonElement>(
                "axe.run(document, { iframes: false, resultTypes: ['violations'] }).then(r => r.violations.map(v => `${v.id}: ${v.help} ${v.nodes.map(n => n.html).join(' | ')}`))");
            wrong.AddRange(found.EnumerateArray().Select(violation => $"{look}: {violation.GetString()}"));
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") is var wide && wide > width)
            {
                wrong.Add($"{look}: scrolls sideways, {wide} px wide");
            }
        }

        Assert.Empty(wrong);
    }
}
