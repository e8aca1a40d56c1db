using System.Text.RegularExpressions;

namespace Tipstaff.Dockets;

/// <summary>
/// Puts a docket number as people type or paste it into the spelling that courts use: <c>Case No. 1:24–cv–01234</c> and <c>1:24cv01234</c>
/// are <c>1:24-cv-01234</c>. What courts send is read as it stands (<see cref="DocketNumber"/>).
/// </summary>
internal static partial class TypedDocketNumber
{
    private const int MaxLength = 200;

    /// <summary>The text with hyphens for every dash, without what stands before the number, and with the hyphens around the type of case.</summary>
    /// <param name="typed">What was typed. Longer than any number could be, it stays as it is.</param>
    public static string Spelt(string typed)
    {
        if (typed.Length > MaxLength)
        {
            return typed;
        }

        var hyphened = Dash().Replace(Invisible().Replace(typed, ""), "-").Trim();
        return Glued().Replace(Lead().Replace(hyphened, ""), "$1-$2-$3");
    }

    // Hyphens, figure, en and em dashes, the minus sign and their narrow and wide forms, with the spaces around them.
    [GeneratedRegex(@"\s*[-\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]\s*", RegexOptions.CultureInvariant)]
    private static partial Regex Dash();

    // Soft hyphens and zero-width spaces come along with what is pasted.
    [GeneratedRegex(@"[\u00AD\u200B-\u200D\u2060\uFEFF]", RegexOptions.CultureInvariant)]
    private static partial Regex Invisible();

    // No. 1:24-cv-01234        Civil Case No.: 1:24-cv-01234        Docket #24-10992
    [GeneratedRegex(
        @"^(?:(?:civil|criminal|bankruptcy|adversary|appeal)\s+)?(?:(?:case|docket|action|proceeding)\s*)?(?:(?:number|nos?\b\.?|#)\s*)?:?\s*(?=\d|MDL)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Lead();

    // 1:24cv01234        1:24 cv 01234        1:24-cv01234
    [GeneratedRegex(@"^((?:\d{1,2}:)?\d{2})[\s-]?([a-z]{1,4})[\s-]?(\d+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Glued();
}
