using Tipstaff.Subscriptions;
using Tipstaff.Webhooks;

namespace Tipstaff.Functions.Storage;

/// <summary>The URLs of webhooks in tables: a row in each subscriber's partition.</summary>
internal sealed class TableWebhookEndpoints(TableSet tables, WriteMarks marks) : IWebhookEndpoints
{
    /// <inheritdoc/>
    public async Task<SubscriberWebhooks?> FindAsync(SubscriberId subscriber, CancellationToken cancellationToken) =>
        await tables.Subscribers.FindAsync(subscriber.Value, TableKeys.Webhooks, cancellationToken) is { } row ? VersionedRows.Read<SubscriberWebhooks>(row) : null;

    /// <inheritdoc/>
    public async Task<bool> TryWriteAsync(SubscriberWebhooks next, CancellationToken cancellationToken)
    {
        var written = next with { Version = next.Version + 1 };
        var row = VersionedRows.Row(next.Subscriber.Value, TableKeys.Webhooks, written.Version, written);
        return await VersionedRows.TryWriteAsync(tables.Subscribers, row, marks.Next(), [], cancellationToken) == 200;
    }
}
