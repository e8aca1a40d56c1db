using Tipstaff.Courts;

namespace Tipstaff.Courthouse;

/// <summary>How the items of one filing are written.</summary>
/// <param name="Escapes">How reserved characters are written.</param>
/// <param name="EscapesTwice">Whether they are escaped as HTML first.</param>
/// <param name="Quote">What quotes the link's address.</param>
/// <param name="HasControlCharacter">Whether a control character got into the caption.</param>
/// <param name="NoTime">Whether <c>pubDate</c> is missing.</param>
internal sealed record ItemStyle(EscapeStyle Escapes, bool EscapesTwice, char Quote, bool HasControlCharacter, bool NoTime)
{
    public static ItemStyle Of(CourtHabits habits, SeededRandom random, out Quirks quirks)
    {
        var isAppeal = habits.Class is CourtClass.Appellate;
        var escapes = random.Chance(0.04) ? EscapeStyle.CData
            : random.Chance(0.05) != isAppeal ? EscapeStyle.Named
            : EscapeStyle.Hex;
        var quote = habits.Class is CourtClass.District && !random.Chance(0.1) ? '"' : '\'';
        var style = new ItemStyle(
            escapes,
            escapes is not EscapeStyle.CData && random.Chance(0.25),
            quote,
            random.Chance(0.02),
            !habits.GuidsNameCaseOnly && random.Chance(0.01));
        quirks = (escapes is EscapeStyle.CData ? Quirks.CData : escapes is EscapeStyle.Hex ? Quirks.HexEntities : Quirks.None)
            | (quote == '\'' ? Quirks.ApostropheQuotes : Quirks.None)
            | (style.HasControlCharacter ? Quirks.ControlCharacter : Quirks.None)
            | (style.NoTime ? Quirks.NoTime : isAppeal ? Quirks.LocalZone : Quirks.None);
        return style;
    }
}

/// <summary>Ways of writing reserved characters in XML.</summary>
internal enum EscapeStyle
{
    /// <summary><c>&amp;#x3C;</c>.</summary>
    Hex,

    /// <summary><c>&amp;lt;</c>, and <c>&gt;</c> as it is.</summary>
    Named,

    /// <summary>As they are, in a CDATA section.</summary>
    CData,
}
