using System.Diagnostics;
using System.Xml;
using Tipstaff.Courts;
using Tipstaff.Feeds;

namespace Tipstaff.Peers;

/// <summary>Our reader beside a bare <see cref="XmlReader"/> pass over the same bytes, turn by turn.</summary>
internal static class ReaderPeer
{
    private const int Rounds = 15;

    public static void Run(string path, CourtId court)
    {
        var bytes = File.ReadAllBytes(path);
        var ours = new List<double>();
        var bare = new List<double>();
        var entries = 0;
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(Seconds(() => entries = FeedReader.Read(bytes, court).Entries.Count()));
            bare.Add(Seconds(() => PassOver(bytes)));
        }

        // The best round of each: what others do on a shared machine only ever adds.
        var (us, them) = (ours.Min(), bare.Min());
        Console.WriteLine($"reader: {entries} entries, {bytes.Length:N0} bytes; ours {entries / us:N0}/s, XmlReader pass {entries / them:N0}/s, ratio {them / us:F2}");
    }

    public static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void PassOver(byte[] bytes)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes));
        while (reader.Read())
        {
            // A bare pass: the parser's own work and nothing else.
        }
    }
}
