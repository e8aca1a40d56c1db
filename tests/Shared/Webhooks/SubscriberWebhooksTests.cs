using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

public sealed class SubscriberWebhooksTests
{
    private const string Host = "hooks.example.com";

    private static readonly DateTimeOffset Now = Some.Monday9Am;
    private static readonly SubscriberWebhooks Empty = SubscriberWebhooks.New(Some.Subscription().Subscriber);

    [Fact]
    public void NotBefore_FailuresInARow_GrowsWhateverThePath()
    {
        var (own, waits) = (Empty, new List<double>());
        var now = Now;
        for (var attempt = 0; attempt < 7; attempt++)
        {
            Assert.Null(own.NotBefore(Host, now));
            own = own.Challenged(Host, now).After(Url(attempt), new ChallengeOutcome.Failed("no"), now);
            waits.Add((own.NotBefore(Host, now)!.Value - now).TotalSeconds);
            now = own.NotBefore(Host, now)!.Value;
        }

        Assert.Equal([10, 60, 600, 3_600, 21_600, 86_400, 86_400], waits);
        Assert.Null(own.NotBefore("other.example.com", now.AddSeconds(-1)));
    }

    [Fact]
    public void After_Passed_CountsFromTheStartAgain()
    {
        var own = Enumerable.Range(0, 4).Aggregate(Empty.WithSecretsFor([Url(1)], Now), (before, _) => before.Challenged(Host, Now));

        var passed = own.After(Url(1), new ChallengeOutcome.Passed(), Now);

        Assert.Equal(Now.AddHours(1), own.NotBefore(Host, Now));
        Assert.Equal(Now.AddSeconds(10), passed.NotBefore(Host, Now));
        Assert.Equal(Now, passed.Find(Url(1))!.VerifiedAt);
    }

    [Fact]
    public void After_FailedLater_KeepsWhatWasProven()
    {
        var passed = Empty.WithSecretsFor([Url(1)], Now).After(Url(1), new ChallengeOutcome.Passed(), Now);

        var failed = passed.After(Url(1), new ChallengeOutcome.Failed("HTTP 500"), Now.AddHours(1)).Find(Url(1))!;
        var again = passed.With(failed).After(Url(1), new ChallengeOutcome.Passed(), Now.AddHours(2)).Find(Url(1))!;

        Assert.Equal((Now, Now.AddHours(1), "HTTP 500"), (failed.VerifiedAt!.Value, failed.FailedAt!.Value, failed.Failure));
        Assert.Equal((null, null), (again.FailedAt, again.Failure));
    }

    [Fact]
    public void NotBefore_TooManyHostsWithinAWeek_WaitsForTheOldestToBeForgotten()
    {
        var full = Enumerable.Range(0, SubscriberWebhooks.MaxHosts).Aggregate(Empty, (own, n) => own.Challenged($"hooks{n}.example.com", Now.AddMinutes(n)));
        var now = Now.AddHours(2);

        Assert.Equal(Now.AddDays(7), full.NotBefore("one.more.example.com", now));
        Assert.Null(full.NotBefore("hooks3.example.com", now));
        Assert.Null(full.NotBefore("one.more.example.com", Now.AddDays(7).AddTicks(1)));
        Assert.Equal(SubscriberWebhooks.MaxHosts, full.Challenged("one.more.example.com", Now.AddDays(7).AddTicks(1)).Hosts.Count);
    }

    [Fact]
    public void WithSecretsFor_MoreUrlsThanThereMayBe_LeavesTheRestWithout()
    {
        var own = Empty.WithSecretsFor(Enumerable.Range(0, 60).Select(Url), Now);

        Assert.Equal(SubscriberWebhooks.MaxUrls, own.Endpoints.Count);
        Assert.Null(own.Find(Url(59)));
        Assert.Same(own, own.WithSecretsFor([Url(0), Url(59)], Now.AddDays(1)));
    }

    private static WebhookUrl Url(int number) => WebhookUrl.Parse($"https://{Host}/{number}");
}
