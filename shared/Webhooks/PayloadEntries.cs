using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Tipstaff.Dockets;
using Tipstaff.Mail;

namespace Tipstaff.Webhooks;

/// <summary>The entries that one body can hold: all, with labels shortened if that lets it hold all, else the first ones.</summary>
/// <param name="Written">The entries, a JSON object each.</param>
/// <param name="Omitted">The others; null for none.</param>
internal sealed record PayloadEntries(IReadOnlyList<ReadOnlyMemory<byte>> Written, OmittedEntries? Omitted)
{
    // An upper bound of the rest of the body; whoever adds to it must see that it stays one.
    private const int RestBytes = 17_536;
    private const int MaxBytes = AlertPayload.MaxBytes - RestBytes;
    private const int MaxNumberLength = 12;

    // Tried in turn, in characters of all labels of an entry, until all entries fit.
    private static readonly int[] LabelLimits = [400, 150, 60];

    /// <summary>As many of the entries as fit, in their order; at least one.</summary>
    public static PayloadEntries Of(IReadOnlyList<DocketEntry> entries)
    {
        List<ReadOnlyMemory<byte>> fitting = [];
        foreach (var limit in LabelLimits)
        {
            fitting.Clear();
            var bytes = 0;
            foreach (var entry in entries)
            {
                var written = Write(entry, limit);
                bytes += written.Length + 1;
                if (bytes > MaxBytes && fitting is not [])
                {
                    break;
                }

                fitting.Add(written);
            }

            if (fitting.Count == entries.Count)
            {
                return new PayloadEntries(fitting, Omitted: null);
            }
        }

        return new PayloadEntries(fitting, OmittedEntries.Of([.. entries.Skip(fitting.Count).Select(NumberOf)]));
    }

    /// <summary>Writes them as the member <c>entries</c>.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartArray("entries");
        foreach (var entry in Written)
        {
            json.WriteRawValue(entry.Span, skipInputValidation: true);
        }

        json.WriteEndArray();
    }

    private static ReadOnlyMemory<byte> Write(DocketEntry entry, int labelLimit)
    {
        var body = new ArrayBufferWriter<byte>();
        var (labels, areWhole) = Labels(entry, labelLimit);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("id", entry.Identity.Value);
            json.WriteString("number", NumberOf(entry));
            json.WriteStartArray("labels");
            labels.ForEach(json.WriteStringValue);
            json.WriteEndArray();
            json.WriteBoolean("labelsShortened", !areWhole);
            json.WriteTime("enteredAt", entry.EnteredAt);
            json.WriteLink("documentLink", CourtLink.Of(entry.DocumentLink));
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    private static (List<string> Labels, bool AreWhole) Labels(DocketEntry entry, int limit)
    {
        List<string> labels = [];
        var left = limit;
        foreach (var label in entry.Labels)
        {
            if (AlertPayload.Text(label, limit + 1) is not { } whole)
            {
                continue;
            }

            if (whole.Length > left)
            {
                return (left > 0 ? [.. labels, CourtText.Cut(whole, left)] : labels, false);
            }

            labels.Add(whole);
            left -= whole.Length;
        }

        return (labels, true);
    }

    private static string? NumberOf(DocketEntry entry) => AlertPayload.Text(entry.Number, MaxNumberLength);
}

/// <summary>The entries that one body cannot hold.</summary>
/// <param name="Count">How many.</param>
/// <param name="Numbers">Their numbers, in their order, those in a row together.</param>
/// <param name="WithoutNumber">How many have none.</param>
internal sealed record OmittedEntries(int Count, IReadOnlyList<(string From, string To)> Numbers, int WithoutNumber)
{
    public static OmittedEntries Of(IReadOnlyList<string?> numbers)
    {
        List<(string From, string To)> ranges = [];
        var last = default(string);
        foreach (var number in numbers)
        {
            if (number is not null && Follows(last, number))
            {
                ranges[^1] = (ranges[^1].From, number);
            }
            else if (number is not null)
            {
                ranges.Add((number, number));
            }

            last = number;
        }

        return new OmittedEntries(numbers.Count, ranges, numbers.Count(number => number is null));
    }

    private static bool Follows(string? number, string next) =>
        long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var before)
        && long.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
        && after == before + 1;
}
