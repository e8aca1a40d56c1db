namespace Tipstaff.Courthouse;

/// <summary>What real courts do to their feeds and readers trip over.</summary>
[Flags]
public enum Quirks
{
    /// <summary>Nothing odd.</summary>
    None = 0,

    /// <summary>Several events, so several items of one identity.</summary>
    SeveralEvents = 1,

    /// <summary>One document on several dockets or for several defendants.</summary>
    SpreadDocument = 1 << 1,

    /// <summary>A minute entry: no document, no number.</summary>
    MinuteEntry = 1 << 2,

    /// <summary>The link reads <c>Document</c>.</summary>
    NamedDocument = 1 << 3,

    /// <summary>Judges' initials behind the docket number.</summary>
    JudgeInitials = 1 << 4,

    /// <summary>A defendant's number behind the docket number.</summary>
    DefendantSuffix = 1 << 5,

    /// <summary>The caption is padded with spaces.</summary>
    PaddedCaption = 1 << 6,

    /// <summary>No caption.</summary>
    EmptyCaption = 1 << 7,

    /// <summary>No <c>pubDate</c>.</summary>
    NoTime = 1 << 8,

    /// <summary>Time in a zone written <c>EST</c>, <c>MDT</c>, ….</summary>
    LocalZone = 1 << 9,

    /// <summary>A label that was added after the entry was shown.</summary>
    LaterLabel = 1 << 10,

    /// <summary>The entry was shown long after it was entered.</summary>
    ShownLate = 1 << 11,

    /// <summary>The feed leaves this kind of entry out.</summary>
    Withheld = 1 << 12,

    /// <summary>Bytes of cp1252 under a declaration of ISO-8859-1.</summary>
    Cp1252 = 1 << 13,

    /// <summary>UTF-8 under a declaration of ISO-8859-1.</summary>
    Utf8 = 1 << 14,

    /// <summary>A control character, which XML forbids.</summary>
    ControlCharacter = 1 << 15,

    /// <summary>Text in CDATA sections.</summary>
    CData = 1 << 16,

    /// <summary>Hex entities: <c>&amp;#x26;</c>.</summary>
    HexEntities = 1 << 17,

    /// <summary>Entities escaped twice: <c>&amp;amp;amp;</c>.</summary>
    DoublyEscaped = 1 << 18,

    /// <summary>The link is quoted with apostrophes.</summary>
    ApostropheQuotes = 1 << 19,

    /// <summary>The document's fourth digit is 1 here, though the document is the same as with 0.</summary>
    OtherFourthDigit = 1 << 20,

    /// <summary>The GUID names the case only.</summary>
    CaseOnlyGuid = 1 << 21,
}
