using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace Tipstaff.Notices;

/// <summary>Reads the HTML of a notice, tag by tag: no tree is built that a hostile mail could make grow.</summary>
internal static class HtmlNef
{
    private static readonly HashSet<string> Blocks = new(
        [
            "address", "article", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "form", "h1", "h2", "h3", "h4",
            "h5", "h6", "head", "hr", "html", "li", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
        ],
        StringComparer.OrdinalIgnoreCase);

    // What a person does not see of a page.
    private static readonly HashSet<string> Hidden = new(["script", "style", "title"], StringComparer.OrdinalIgnoreCase);

    /// <summary>What the HTML says.</summary>
    public static NefText Read(string html)
    {
        var text = new NefText.Builder();
        string? hidden = null;
        var asTyped = 0;
        foreach (var token in new TextSource(html).Tokenize(new HtmlTokenizerOptions { SkipComments = true, DisableElementPositionTracking = true }))
        {
            var name = token.Name;
            switch (token.Type)
            {
                case HtmlTokenType.Character when hidden is null:
                    Append(text, token.Data, asTyped > 0);
                    break;
                case HtmlTokenType.StartTag when Hidden.Contains(name) && !token.AsTag().IsSelfClosing:
                    hidden ??= name;
                    break;
                case HtmlTokenType.StartTag:
                    hidden = name.Equals("body", StringComparison.OrdinalIgnoreCase) ? null : hidden;
                    Begin(text, token.AsTag());
                    asTyped += IsPre(name) ? 1 : 0;
                    break;
                case HtmlTokenType.EndTag:
                    hidden = name.Equals(hidden, StringComparison.OrdinalIgnoreCase) ? null : hidden;
                    End(text, name);
                    asTyped = Math.Max(0, asTyped - (IsPre(name) ? 1 : 0));
                    break;
            }
        }

        return text.ToText();
    }

    private static void Begin(NefText.Builder text, HtmlTagToken tag)
    {
        if (Blocks.Contains(tag.Name))
        {
            text.Break();
        }

        if (IsTable(tag.Name))
        {
            text.TableDepth++;
        }
        else if (IsLink(tag.Name) && tag.GetAttribute("href") is { Length: > 0 } href)
        {
            text.BeginLink(href.Trim());
        }
    }

    private static void End(NefText.Builder text, string name)
    {
        if (Blocks.Contains(name))
        {
            text.Break();
        }

        if (IsTable(name))
        {
            text.TableDepth = Math.Max(0, text.TableDepth - 1);
        }
        else if (IsLink(name))
        {
            text.EndLink();
        }
    }

    private static void Append(NefText.Builder text, string data, bool asTyped)
    {
        if (!asTyped)
        {
            text.Append(data);
            return;
        }

        var isFirst = true;
        foreach (var line in data.AsSpan().EnumerateLines())
        {
            if (!isFirst)
            {
                text.Break();
            }

            text.Append(line);
            isFirst = false;
        }
    }

    private static bool IsPre(string name) => name.Equals("pre", StringComparison.OrdinalIgnoreCase);

    private static bool IsTable(string name) => name.Equals("table", StringComparison.OrdinalIgnoreCase);

    private static bool IsLink(string name) => name.Equals("a", StringComparison.OrdinalIgnoreCase);
}
