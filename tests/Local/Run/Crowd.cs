using System.Globalization;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

/// <summary>Many readers who all follow all dockets of one feed, in which each docket has one entry.</summary>
/// <param name="Readers">How many readers.</param>
/// <param name="Dockets">How many dockets.</param>
internal sealed record Crowd(int Readers, int Dockets)
{
    private static readonly DateTimeOffset EnteredAt = new(2024, 5, 6, 14, 0, 0, TimeSpan.Zero);

    public int Alerts => Readers * Dockets;

    public string Feed => SomeFeed.Of(EnteredAt, [.. Enumerable.Range(0, Dockets).Select(docket =>
        SomeFeed.Item(10 + docket, EnteredAt, Number(docket), (600_000 + docket).ToString(CultureInfo.InvariantCulture)))]);

    public IEnumerable<string> Subscriptions =>
        from reader in Enumerable.Range(0, Readers)
        from docket in Enumerable.Range(0, Dockets)
        select $"{Address(reader)},nysd,{Number(docket)},,,2024-01-01T00:00:00Z";

    /// <summary>Who is to hear of which docket, in order.</summary>
    public IEnumerable<(string To, string Docket)> Expected =>
        (from reader in Enumerable.Range(0, Readers)
         from docket in Enumerable.Range(0, Dockets)
         select (Address(reader), Number(docket))).Order();

    /// <summary>Who heard of which docket.</summary>
    public static (string To, string Docket) Heard(ReceivedMail mail) =>
        (mail.To, mail.Header("List-Id")!.Split('"')[1]["nysd ".Length..]);

    private static string Address(int reader) => $"reader{reader}@example.com";

    private static string Number(int docket) => $"1:24-cv-{10_001 + docket}";
}
