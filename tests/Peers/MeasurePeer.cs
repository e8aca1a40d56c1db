using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Local.Run;
using Tipstaff.Local.Storage;
using Tipstaff.Mail;
using Tipstaff.Measures;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Peers;

/// <summary>What measuring costs: entries from the court's answer to the mail provider, with and without OpenTelemetry collecting, turn by turn.</summary>
/// <remarks>The one-machine head as it is, on SQLite; only the courts and the provider answer from memory, so that the share of measuring is the greatest possible.</remarks>
internal static class MeasurePeer
{
    private const int Pairs = 101;
    private const int Courts = 20;
    private const int Followers = 25;
    private const int Entries = 5;

    // Checks with duration, size and items, delays, ends, and calls of the store.
    private const int LeastMeasures = 7;

    public static async Task RunAsync(string folderPath)
    {
        using var folder = DataFolder.Hold(folderPath);
        var source = new FilingSource();
        var settings = new RunSettings { DataFolder = folderPath, Urls = "http://127.0.0.1:65000" };
        await using var app = LocalApp.Build(settings, folder, builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.Replace(ServiceDescriptor.Singleton<IFeedSource>(source));
            builder.Services.RemoveAll<IMailProvider>();
            builder.Services.AddSingleton<IMailProvider, TakingProvider>();
        });
        var courts = CourtDirectory.Default.All.Where(court => court.Id.Class is CourtClass.District).Take(Courts).Select(court => court.Id).ToList();
        await FollowAsync(app.Services, courts);

        await TurnAsync(app.Services, courts, source);
        await MeasuredAsync(() => TurnAsync(app.Services, courts, source));
        var (with, without) = (new List<double>(), new List<double>());
        for (var pair = 0; pair < Pairs; pair++)
        {
            // The store grows: which of the two comes first changes.
            if (pair % 2 == 0)
            {
                without.Add(await TurnAsync(app.Services, courts, source));
                with.Add(await MeasuredAsync(() => TurnAsync(app.Services, courts, source)));
            }
            else
            {
                with.Add(await MeasuredAsync(() => TurnAsync(app.Services, courts, source)));
                without.Add(await TurnAsync(app.Services, courts, source));
            }
        }

        var ratio = ReaderPeer.Median([.. with.Zip(without, (one, other) => other / one)]);
        const int Alerts = Courts * Followers;
        Console.WriteLine(
            $"measures: {Alerts / ReaderPeer.Median(with):N0} alerts/s from the courts' answers to the provider while OpenTelemetry collects, "
            + $"{Alerts / ReaderPeer.Median(without):N0}/s while nobody does; ratio {ratio:F3} (middle of {Pairs} pairs)");
    }

    private static async Task FollowAsync(IServiceProvider services, List<CourtId> courts)
    {
        var (ids, store) = (services.GetRequiredService<SubscriberIds>(), services.GetRequiredService<ISubscriptions>());
        var confirmed = TimeProvider.System.GetUtcNow().AddDays(-1);
        foreach (var court in courts)
        {
            for (var reader = 0; reader < Followers; reader++)
            {
                var mailbox = EmailAddress.Parse($"reader{reader}@example.com");
                var asked = Subscription.ToCase(ids.Of(mailbox), mailbox, court, DocketNumber.Parse("1:26-cv-01234"), confirmed);
                await store.TryWriteAsync([asked.Confirmed(confirmed)], message: null, default);
            }
        }
    }

    private static async Task<double> MeasuredAsync(Func<Task<double>> turn)
    {
        using var exporter = new NoExporter();
        using var reader = new PeriodicExportingMetricReader(exporter, exportIntervalMilliseconds: 1_000);
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(TipstaffMeter.Name).AddReader(reader).Build();
        var seconds = await turn();
        provider.ForceFlush();
        return exporter.Measures >= LeastMeasures ? seconds : throw new InvalidOperationException($"Only {exporter.Measures} measures were collected.");
    }

    /// <summary>Each court files some entries and is checked; all alerts are delivered.</summary>
    private static async Task<double> TurnAsync(IServiceProvider services, List<CourtId> courts, FilingSource source)
    {
        source.File(Entries);
        var (check, deliver, outbox) = (services.GetRequiredService<CheckCourt>(), services.GetRequiredService<DeliverMessages>(), services.GetRequiredService<IOutbox>());
        var before = (await outbox.CountAsync(default)).Delivered;
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(courts, async (court, token) => await check.RunAsync(court, new Uri($"http://127.0.0.1/{court}.xml"), token));
        while (await deliver.RunDueAsync(default) > 0)
        {
            // A batch at a time.
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var delivered = (await outbox.CountAsync(default)).Delivered - before;
        return delivered == Courts * Followers ? seconds : throw new InvalidOperationException($"{delivered} alerts were delivered, not {Courts * Followers}.");
    }

    private sealed class FilingSource : IFeedSource
    {
        private byte[] _body = [];
        private int _filed;

        public void File(int entries)
        {
            var now = TimeProvider.System.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
            var items = Enumerable.Range(_filed + 1, entries).Reverse().Select(number =>
                $"""
                <item><title>1:26-cv-01234 Doe v. Roe</title><link>https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?612345</link>
                <description>[Order] (&#x3C;a href=&#x22;https://ecf.nysd.uscourts.gov/doc1/1270{number:D8}?caseid=612345&#x26;de_seq_num={number}&#x22; &#x3E;{number}&#x3C;/a&#x3E;)</description>
                <guid isPermaLink="true">https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?612345&#x26;{number}</guid><pubDate>{now}</pubDate></item>
                """);
            _filed += entries;
            _body = Encoding.Latin1.GetBytes(
                $"""<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0"><channel><title>A court</title><description>Docket entries of type: all</description><lastBuildDate>{now}</lastBuildDate>{string.Concat(items)}</channel></rss>""");
        }

        public Task<FeedFetch> FetchAsync(CourtId court, Uri feed, string? eTag, string? lastModified, CancellationToken cancellationToken) =>
            Task.FromResult<FeedFetch>(new FeedFetch.Fetched(_body, ETag: null, LastModified: null));

        public Task<bool> UpcheckAsync(CourtId court, Uri feed, CancellationToken cancellationToken) => Task.FromResult(true);
    }

    private sealed class TakingProvider : IMailProvider
    {
        public string Name => "taking";

        public int MostAtOnce => 64;

        public TimeSpan LongestHandOver => TimeSpan.Zero;

        public Task<bool> UpcheckAsync(CancellationToken cancellationToken) => Task.FromResult(true);

        public Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken) => Task.FromResult<SendOutcome>(new SendOutcome.Accepted("ok"));
    }

    private sealed class NoExporter : BaseExporter<Metric>
    {
        public int Measures { get; private set; }

        public override ExportResult Export(in Batch<Metric> batch)
        {
            Measures = Math.Max(Measures, (int)batch.Count);
            return ExportResult.Success;
        }
    }
}
