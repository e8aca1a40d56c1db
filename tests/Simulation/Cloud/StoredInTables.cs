using Tipstaff.Alerts;
using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Digests;
using Tipstaff.Dockets;
using Tipstaff.Functions.Storage;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Cloud;

/// <summary>What stands in the tables. All but the courts is read once, when the day is over.</summary>
internal sealed class StoredInTables(AuditTables audit) : IStoredWorld
{
    private readonly Lazy<Rows> _rows = new(() => new Rows(audit));

    public IReadOnlyList<DocketEntry> Entries => _rows.Value.Entries;

    public IReadOnlyList<StoredMessage> Messages => _rows.Value.Messages;

    public IReadOnlyList<(OperatorNotice Notice, bool IsTold)> Notices => _rows.Value.Notices;

    public IReadOnlyCollection<Subscription> Subscriptions => _rows.Value.Subscriptions;

    public IReadOnlyCollection<AddressRecord> Addresses => _rows.Value.Addresses.Values;

    public CourtState? FindCourt(CourtId court) => audit.FindCourt(court);

    public bool IsStored(EntryIdentity identity) => _rows.Value.Known.Contains(TableKeys.Entry(identity));

    public StoredMessage? FindMessage(IdempotencyKey key) => _rows.Value.ByKey.GetValueOrDefault(key);

    public AddressRecord? FindAddress(SubscriberId subscriber) => _rows.Value.Addresses.GetValueOrDefault(subscriber);

    public IReadOnlyList<Alert> AlertsOf(DigestPart part) => [.. _rows.Value.Digests[(part.Key, part.Number)]];

    private sealed class Rows
    {
        public Rows(AuditTables audit)
        {
            var (dockets, operators) = (audit.List(audit.Tables.Dockets), audit.List(audit.Tables.Operators));
            var subscribers = audit.List(audit.Tables.Subscribers);
            Entries = [.. dockets.Where(row => Is(row.RowKey, "d|")).Select(row => EntryRows.OfLine(row).Entry).Where(entry => entry.Court != CanaryCourt.Id)];
            Known = dockets.Where(row => Is(row.RowKey, "e|")).Select(row => row.RowKey).ToHashSet(StringComparer.Ordinal);
            Messages =
            [
                .. dockets.Concat(operators).Concat(audit.List(audit.Tables.Outbox)).Where(row => Is(row.RowKey, "o|"))
                    .Select(MessageRow.Of).OrderBy(row => row.Added).Select(Of),
            ];
            ByKey = Messages.ToDictionary(message => message.Message.Key);
            var untold = operators.Where(row => Is(row.RowKey, "a|")).Select(row => NoticeRows.Read(row).Id).ToHashSet(StringComparer.Ordinal);
            Notices =
            [
                .. operators.Where(row => Is(row.RowKey, "n|")).Select(NoticeRows.Read).Select(notice => (notice, !untold.Contains(notice.Id))),
                .. dockets.Concat(subscribers).Where(row => Is(row.RowKey, "~n|")).Select(row => (NoticeRows.Read(row), false)),
            ];
            Subscriptions = [.. subscribers.Where(row => Is(row.RowKey, "s|")).Select(SubscriptionRows.Read)];
            Digests = subscribers.Where(row => Is(row.RowKey, "g|") && row.RowKey.Contains("|m|", StringComparison.Ordinal))
                .ToLookup(row => (row.RowKey.Split('|')[1], row.GetInt32("Part") ?? 0), TableDigests.Read);
            Addresses = subscribers.Where(row => row.RowKey == TableKeys.Address).Select(VersionedRows.Read<AddressRecord>)
                .ToDictionary(record => record.Subscriber);
        }

        public ILookup<(string Digest, int Part), Alert> Digests { get; }

        public IReadOnlyList<DocketEntry> Entries { get; }

        public HashSet<string> Known { get; }

        public IReadOnlyList<StoredMessage> Messages { get; }

        public Dictionary<IdempotencyKey, StoredMessage> ByKey { get; }

        public IReadOnlyList<(OperatorNotice Notice, bool IsTold)> Notices { get; }

        public IReadOnlyList<Subscription> Subscriptions { get; }

        public Dictionary<SubscriberId, AddressRecord> Addresses { get; }

        private static bool Is(string key, string kind) => key.StartsWith(kind, StringComparison.Ordinal);

        private static StoredMessage Of(MessageRow row) =>
            new(row.Message(), row.State, MessageRow.Instant(row.Due), MessageRow.Instant(row.At), row.Attempt, row.Detail);
    }
}
