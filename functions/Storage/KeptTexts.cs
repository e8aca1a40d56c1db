using Tipstaff.Dockets;
using Tipstaff.Mail;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Storage;

/// <summary>How much of an entry's texts rows keep, so that no feed can make an entry that no row holds, which would stop its court for good.</summary>
/// <remarks>
/// The rule, in UTF-16 units. Of an entry: labels of up to 1,000 and together up to 50,000, the first of the feed before later ones; other
/// texts of up to 20,000; what is longer ends in <c>…</c>, and a longer link is left out. Courts stay far below. Of an alert: all that
/// its entries have while that fits its row, which it does with a thousand ordinary entries; else their labels and texts are cut as for
/// a row of their own, then to 200 and together 2,000, to 60, to nothing but <c>…</c>. Every entry stays, with number, document and time:
/// some ten thousand of one alert. What was cut is the same when it is cut again, so that a label is not kept twice.
/// </remarks>
internal static class KeptTexts
{
    private static readonly Limits OfRow = new(Label: 1_000, Labels: 50_000, Text: 20_000);
    private static readonly Limits[] OfAlert = [OfRow, new(Label: 200, Labels: 2_000, Text: 500), new(Label: 60, Labels: 60, Text: 60), new(Label: 1, Labels: 1, Text: 1)];

    /// <summary>The entry as its rows keep it.</summary>
    public static DocketEntry Of(DocketEntry entry) => Cut(entry, OfRow);

    /// <summary>The message as JSON that fits its row.</summary>
    public static string Json(OutboxMessage message)
    {
        var json = StoredJson.Write(message);
        for (var at = 0; at < OfAlert.Length && message is OutboxMessage.AlertMessage told && !PackedText.Fits(json); at++)
        {
            var entries = told.Alert.Entries.Select(entry => Cut(entry, OfAlert[at]));
            json = StoredJson.Write<OutboxMessage>(told with { Alert = told.Alert with { Entries = [.. entries] } });
        }

        return json;
    }

    private static DocketEntry Cut(DocketEntry entry, Limits limits) => entry with
    {
        DocketAsWritten = CourtText.Cut(entry.DocketAsWritten, limits.Text),
        Caption = CourtText.Cut(entry.Caption, limits.Text),
        Trustee = entry.Trustee is { } trustee ? CourtText.Cut(trustee, limits.Text) : null,
        DocumentLink = entry.DocumentLink?.Length <= limits.Text ? entry.DocumentLink : null,
        DocketLink = entry.DocketLink?.Length <= limits.Text ? entry.DocketLink : null,
        Labels = Cut(entry.Labels, limits),
    };

    private static IReadOnlyList<string> Cut(IReadOnlyList<string> labels, Limits limits)
    {
        var length = 0;
        return [.. labels.Select(label => CourtText.Cut(label, limits.Label)).Distinct(StringComparer.Ordinal).TakeWhile(label => (length += label.Length) <= limits.Labels)];
    }

    private sealed record Limits(int Label, int Labels, int Text);
}
