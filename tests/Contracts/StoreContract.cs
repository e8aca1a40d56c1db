using System.Text.Json;
using Tipstaff.Checks;
using Tipstaff.Digests;
using Tipstaff.Erasures;
using Tipstaff.Exports;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Retention;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Contracts;

/// <summary>What the contract suites of the three stores share: a fresh store for each test.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private StoreUnderTest? _store;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected IDockets Dockets => Store.Dockets;

    private protected ISubscriptions Subscriptions => Store.Subscriptions;

    private protected IOutbox Outbox => Store.Outbox;

    private protected IOperatorNotices Notices => Store.Notices;

    private protected IProviderBreakers Breakers => Store.Breakers;

    private protected ISuppressions Suppressions => Store.Suppressions;

    private protected IDigests Digests => Store.Digests;

    private protected IWebhookEndpoints Webhooks => Store.Webhooks!;

    private protected IErasures Erasures => Store.Erasures!;

    private protected IRetention Retention => Store.Retention!;

    private protected IAlertHistory History => Store.History!;

    /// <summary>Gives the row of a message a version and, if one is named, a kind; null where rows have no version.</summary>
    private protected Func<IdempotencyKey, int, string?, Task>? Spoil => Store.Spoil;

    private protected MeasuresTaken? Taken => Store.Taken;

    private StoreUnderTest Store => _store!;

    // Opening may wait for a server: a test's own threads, all at once at the door, would leave none to wait with.
    public ValueTask InitializeAsync()
    {
        _store = Open();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _store?.Owner?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected abstract StoreUnderTest Open();

    /// <summary>Compares every field: a record's own equality stops at its lists.</summary>
    protected internal static void AssertSame<T>(T expected, T actual) =>
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));

    private protected sealed record StoreUnderTest(
        IDockets Dockets,
        ISubscriptions Subscriptions,
        IOutbox Outbox,
        IOperatorNotices Notices,
        IProviderBreakers Breakers,
        ISuppressions Suppressions,
        IDigests Digests,
        IDisposable? Owner = null)
    {
        public IWebhookEndpoints? Webhooks { get; init; }

        public IErasures? Erasures { get; init; }

        public IRetention? Retention { get; init; }

        public IAlertHistory? History { get; init; }

        public Func<IdempotencyKey, int, string?, Task>? Spoil { get; init; }

        public MeasuresTaken? Taken { get; init; }
    }
}
