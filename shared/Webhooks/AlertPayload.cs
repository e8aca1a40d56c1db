using System.Text.Json;
using Tipstaff.Alerts;
using Tipstaff.Courts;
using Tipstaff.Gaps;
using Tipstaff.Mail;

namespace Tipstaff.Webhooks;

/// <summary>What a webhook says of one alert: the facts of its mail, for machines.</summary>
/// <remarks>
/// Text is plain, as the court wrote it (<see cref="CourtText"/>); <c>&lt;b&gt;</c> in it is that text. It depends on nothing but
/// alert and options, so that a copy after a crash is the same to the byte. Unlike the mail it has no link that manages all
/// subscriptions: whoever runs a receiver, and reads its logs, need not be the subscriber.
/// </remarks>
internal static class AlertPayload
{
    /// <summary>The <c>type</c> of the webhook.</summary>
    public const string Type = "docket.entries";

    /// <summary>Longest body, in bytes; what does not fit is shortened, or named as left out (<see cref="PayloadEntries"/>).</summary>
    public const int MaxBytes = 65_536;

    private const int MaxCaptionLength = 300;
    private const int MaxCoverageLength = 500;
    private const int MaxGaps = 10;
    private const int MaxRanges = 40;

    /// <summary>Writes the body.</summary>
    /// <param name="alert">The alert; at least one entry.</param>
    /// <param name="court">Its court.</param>
    /// <param name="unsubscribe">Where the subscriber ends this one.</param>
    /// <param name="contact">Where the subscriber reaches the operator.</param>
    public static ReadOnlyMemory<byte> Write(Alert alert, Court court, Uri unsubscribe, string contact) =>
        WebhookJson.Write(Type, alert.CreatedAt, json =>
        {
            var entries = PayloadEntries.Of(alert.Entries);
            var docket = alert.Entries.Select(entry => CourtLink.Of(entry.DocketLink)).FirstOrDefault(link => link is not null);
            json.WriteString("alert", alert.Id.Value);
            json.WriteString("subscription", alert.Subscription.Value);
            json.WriteStartObject("court");
            json.WriteString("id", alert.Court.Value);
            json.WriteString("name", court.Name);
            json.WriteEndObject();
            json.WriteString("docketNumber", alert.Docket.Value);
            json.WriteString("caption", alert.Entries.Select(entry => Text(entry.Caption, MaxCaptionLength)).FirstOrDefault(text => text is not null));
            json.WriteLink("docketLink", docket);
            json.WriteNumber("entryCount", alert.Entries.Count);
            entries.WriteTo(json);
            WriteOmitted(json, entries.Omitted, docket);
            json.WriteString("feedCoverage", Text(alert.Coverage, MaxCoverageLength));
            WriteGaps(json, alert.Gaps);
            WriteQuiet(json, alert.Quiet);
            json.WriteLink("unsubscribeLink", unsubscribe);
            json.WriteString("contact", contact);
        });

    /// <summary>A court's text; null where there is none.</summary>
    internal static string? Text(string? text, int maxLength) => CourtText.Clean(text, maxLength) is { Length: > 0 } clean ? clean : null;

    private static void WriteOmitted(Utf8JsonWriter json, OmittedEntries? omitted, Uri? rest)
    {
        if (omitted is null)
        {
            json.WriteNull("omitted");
            return;
        }

        json.WriteStartObject("omitted");
        json.WriteNumber("count", omitted.Count);
        json.WriteArray("numbers", omitted.Numbers.Take(MaxRanges), range =>
        {
            json.WriteString("from", range.From);
            json.WriteString("to", range.To);
        });
        json.WriteBoolean("hasMoreNumbers", omitted.Numbers.Count > MaxRanges);
        json.WriteNumber("withoutNumber", omitted.WithoutNumber);
        json.WriteLink("link", rest);
        json.WriteEndObject();
    }

    private static void WriteGaps(Utf8JsonWriter json, IReadOnlyList<Gap> gaps)
    {
        json.WriteArray("gaps", gaps.TakeLast(MaxGaps), gap =>
        {
            json.WriteTime("from", gap.From);
            json.WriteTime("until", gap.Until);
        });
        json.WriteNumber("earlierGaps", Math.Max(0, gaps.Count - MaxGaps));
    }

    private static void WriteQuiet(Utf8JsonWriter json, QuietEntries? quiet)
    {
        if (quiet is null)
        {
            json.WriteNull("quietEntries");
            return;
        }

        json.WriteStartObject("quietEntries");
        json.WriteArray("numbers", quiet.Ranges.Take(MaxRanges), range =>
        {
            json.WriteNumber("from", range.From);
            json.WriteNumber("to", range.To);
        });
        json.WriteBoolean("hasMoreNumbers", quiet.Ranges.Count > MaxRanges);
        json.WriteBoolean("mayHaveBeenInFeed", quiet.IsOurs);
        json.WriteEndObject();
    }
}
