using System.Text.RegularExpressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

/// <summary>An entry as the text part of an alert tells it.</summary>
/// <param name="Number">Its number; null for none.</param>
/// <param name="Labels">What it is, in the order of the alphabet, each once.</param>
/// <param name="Document">The id of its document, the fourth digit 0; null for none.</param>
internal sealed record ToldEntry(string? Number, string Labels, string? Document)
{
    private const string Entry =
        @"^(?:(?<number>\d+)\.|\(no number\)) (?<labels>.+) [A-Z][a-z]{2} \d\d?, \d{4}, \d\d?:\d\d [AP]M [A-Za-z]{3,4}(?: Document: (?<link>\S+))?$";

    /// <summary>All entries that the text part tells, sorted.</summary>
    public static List<ToldEntry> ReadAll(byte[] mail) =>
        [.. MimeDecoder.Part(mail, "text/plain").ReplaceLineEndings("\n").Split("\n\n")
            .Select(block => Regex.Match(string.Join(' ', block.Split('\n').Select(line => line.Trim())), Entry))
            .Where(match => match.Success)
            .Select(match => new ToldEntry(
                match.Groups["number"] is { Success: true, Value: var number } ? number : null,
                LabelsOf(match.Groups["labels"].Value),
                DocumentOf(match.Groups["link"].Value)))
            .OrderBy(told => told.ToString(), StringComparer.Ordinal)];

    /// <summary>The corpus joins the labels of an entry by AND, the mail by semicolons.</summary>
    public static string LabelsOf(string joined) =>
        string.Join(" | ", joined.Split([" AND ", "; "], StringSplitOptions.None).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static string? DocumentOf(string link) =>
        Regex.Match(link, @"/docs?\d/(\d{3})\d(\d+)") is { Success: true } match ? $"{match.Groups[1].Value}0{match.Groups[2].Value}" : null;
}
