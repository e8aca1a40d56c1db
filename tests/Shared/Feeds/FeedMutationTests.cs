using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tipstaff.Feeds;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Feeds;

/// <summary>Whatever happens to the bytes of one item, or between items, the others are read.</summary>
public sealed class FeedMutationTests
{
    private const int Items = 12;

    private static readonly byte[][] Strays =
        [.. new[] { "<item>", "</item>", "<item", "<![CDATA[", "]]>", "<!--", "-->", "<title>", "</title>", "</description>", "<", ">", "&", "\"", "'", "\0", "\xFF\xFE", "</channel>", "</rss>", "<html>" }
            .Select(Encoding.Latin1.GetBytes)];

    private static int Mutations => Environment.GetEnvironmentVariable("TIPSTAFF_NIGHTLY") == "1" ? 100_000 : 2_000;

    [Fact]
    public void Entries_OneItemMutated_OthersAreRead()
    {
        var mutations =
            from item in Gen.Choose(0, Items - 1)
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from count in Gen.Choose(1, 8)
            select (Item: item, Seed: seed, Count: count);

        Prop.ForAll(mutations.ToArbitrary(), mutation => OthersAreRead(mutation.Item, mutation.Seed, mutation.Count))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Mutations));
    }

    [Fact]
    public void Read_AnyBytesMutated_EndsInAResult()
    {
        var fixtures = new[] { "nysd", "nyeb", "ca9" }.Select(court => File.ReadAllBytes($"Fixtures/Feeds/{court}.xml")).ToArray();
        var mutations =
            from fixture in Gen.Choose(0, fixtures.Length - 1)
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from count in Gen.Choose(1, 20)
            select (Fixture: fixture, Seed: seed, Count: count);

        Prop.ForAll(mutations.ToArbitrary(), mutation =>
            {
                var reading = FeedReader.Read(Mutated(fixtures[mutation.Fixture], mutation.Seed, mutation.Count), Some.Nysd);
                FeedJson.Write(reading, Stream.Null);
                return reading.Entries.Count() <= reading.ItemCount
                    && reading.Unreadable.Count() == reading.UnreadableCount
                    && reading.ContentHash.Length == 64
                    && reading.Channel.Title?.Length != 0;
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Mutations));
    }

    // Far apart: no mutation makes one item's numbers those of another.
    private static int SequenceOf(int item) => (item + 1) * 111_111;

    // What is touched lies within one item's tags: its own entry may be lost or split, no other one.
    private static bool OthersAreRead(int touched, int seed, int count)
    {
        var items = Enumerable.Range(0, Items).Select(number => MadeFeed.Item(SequenceOf(number), title: $"1:26-cv-{number:00000} Doe v. Roe")).ToArray();
        var whole = FeedReader.Read(MadeFeed.Of(items), Some.Nysd).Entries.ToList();
        var end = items[touched].LastIndexOf("</item>", StringComparison.Ordinal);
        var inside = Encoding.Latin1.GetBytes(items[touched]["<item>".Length..end]);
        items[touched] = $"<item>{Encoding.Latin1.GetString(Mutated(inside, seed, count))}</item>\n";

        var read = FeedReader.Read(MadeFeed.Of(items), Some.Nysd).Entries.ToDictionary(entry => entry.Identity);

        return whole
            .Where(entry => entry.Sequence != $"{SequenceOf(touched)}")
            .All(entry => read.TryGetValue(entry.Identity, out var found)
                && found.Caption == entry.Caption
                && found.EnteredAt == entry.EnteredAt
                && found.Document == entry.Document
                && entry.Labels.All(found.Labels.Contains));
    }

    private static byte[] Mutated(byte[] bytes, int seed, int count)
    {
        // The seed is the whole of the randomness: a failure names it.
        var random = new Random(seed);
        var result = bytes.ToList();
        for (var mutation = 0; mutation < count && result.Count > 1; mutation++)
        {
            var at = random.Next(result.Count);
            var length = Math.Min(random.Next(1, 60), result.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    result[at] = (byte)random.Next(256);
                    break;
                case 1:
                    result.RemoveRange(at, length);
                    break;
                case 2:
                    result.InsertRange(at, Strays[random.Next(Strays.Length)]);
                    break;
                case 3:
                    result.InsertRange(at, result.GetRange(random.Next(at + 1), Math.Min(length, at)));
                    break;
                case 4 when mutation == 0:
                    result.RemoveRange(at, result.Count - at);
                    break;
                default:
                    result.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        return [.. result];
    }
}
