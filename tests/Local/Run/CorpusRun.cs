using System.Text;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

/// <summary>One run over the real feeds: a first pass, further ones over the same feeds, and more after a restart.</summary>
public sealed class CorpusRun : IAsyncLifetime
{
    private static readonly string[] Names = [.. CorpusFeed.All.Select(feed => feed.Name)];

    /// <summary>The mails that ought to come: who, which court and docket, which entries.</summary>
    internal IReadOnlyDictionary<(string To, string Docket), List<ToldEntry>> Expected { get; private set; } =
        new Dictionary<(string, string), List<ToldEntry>>();

    /// <summary>The mails of the first pass.</summary>
    internal IReadOnlyList<ReceivedMail> FirstMails { get; private set; } = [];

    /// <summary>All mails, after two more passes.</summary>
    internal int AfterMorePasses { get; private set; }

    /// <summary>All mails, after a restart on the same data and two more passes.</summary>
    internal int AfterRestart { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (Support.Repository.Corpus is null)
        {
            return;
        }

        using var installation = new Installation();
        await using var feeds = await LoopbackFeedServer.StartAsync();
        await using var smtp = new LoopbackSmtpServer();
        string[] args = ["--smtp", $"127.0.0.1:{smtp.Port}", .. CorpusFeed.All.SelectMany(feed => new[] { "--feed", feeds.FeedOf(feed.Court, feed.Name) })];
        foreach (var feed in CorpusFeed.All)
        {
            feeds.Put(feed.Name, feed.Body);
        }

        await installation.ImportAsync(Subscribe());

        var (first, _) = await installation.StartAsync(args);
        await using (first)
        {
            await Until.TrueAsync(() => smtp.Mails.Count >= Expected.Count, () => $"{smtp.Mails.Count} mails of {Expected.Count}. {first.Output}");
            FirstMails = [.. smtp.Mails];
            await feeds.PassAsync(2, Names);
            AfterMorePasses = smtp.Mails.Count;
        }

        var (second, _) = await installation.StartAsync(args);
        await using (second)
        {
            await feeds.PassAsync(2, Names);
            AfterRestart = smtp.Mails.Count;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Of a large feed the dockets with a document shared by several defendants and the four longest, of a small one all. Ada follows them all, Grace every second, Alan those of New York;
    // Edsger follows them all too, but confirmed only now, years after the entries.
    private List<string> Subscribe()
    {
        List<string> lines = [];
        var expected = new Dictionary<(string, string), List<ToldEntry>>();
        foreach (var feed in CorpusFeed.All)
        {
            var dockets = feed.Dockets();
            var spread = feed.SpreadDockets();
            var chosen = dockets.OrderByDescending(docket => spread.Contains(docket.Key)).ThenByDescending(docket => docket.Value.Count)
                .ThenBy(docket => docket.Key, StringComparer.Ordinal)
                .Take(dockets.Count > 20 ? 4 + spread.Count : dockets.Count)
                .Select((docket, index) => (docket.Key, docket.Value, index));
            foreach (var (docket, entries, index) in chosen)
            {
                Follow("ada", true, "2018-01-01T00:00:00Z");
                Follow("grace", index % 2 == 0, "2018-01-01T00:00:00Z");
                Follow("alan", feed.Court.StartsWith("nys", StringComparison.Ordinal), "2018-01-01T00:00:00Z");
                lines.Add($"edsger@example.com,{feed.Court},{docket},,,");

                void Follow(string person, bool follows, string confirmedAt)
                {
                    if (follows)
                    {
                        lines.Add($"{person}@example.com,{feed.Court},{docket},,,{confirmedAt}");
                        expected.Add(($"{person}@example.com", $"{feed.Court} {docket}"), entries);
                    }
                }
            }
        }

        Expected = expected;
        return lines;
    }

    internal static byte[] Bytes(ReceivedMail mail) => Encoding.UTF8.GetBytes(mail.Data);
}
